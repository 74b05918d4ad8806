import type { MentionedRunView } from "../runs/views.ts";

/** What became of a tick that has passed. */
export type PastTickView =
  | { at: string; state: "RAN"; run: MentionedRunView }
  /** Nobody was there for it, or its task was not deployed. */
  | { at: string; state: "MISSED" }
  /** The schedule was switched off then, or had another rule. */
  | { at: string; state: "NONE" };
