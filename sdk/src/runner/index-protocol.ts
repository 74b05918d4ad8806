import type { QueueManifest, TaskManifest } from "../wire/manifest.ts";

/** What a bundle tells the deploy command that forked it with `index`. It is asked nothing. */
export type FromIndexer =
  /** Sent before each import, so that a file that hangs or ends the process is known. */
  | { type: "importing"; path: string }
  | { type: "failed"; failures: ImportFailure[] }
  | { type: "indexed"; tasks: TaskManifest[]; queues: QueueManifest[] };

export interface ImportFailure {
  path: string;
  /** Such as `TypeError: x is not a function`. */
  message: string;
  /** Frames in the author's files, source-mapped, innermost first: `trigger/a.ts:3:9`. */
  location?: string | undefined;
}
