import { RUN_STATUSES } from "#sdk/wire/run-status.ts";
import { ENTERED_FROM, FINAL_STATUSES } from "#worker/domain/run-status.ts";

/** The state machine as ARCHITECTURE.md shows it, drawn from the table that the code executes. */
export function stateDiagram(): string {
  const moves = RUN_STATUSES.flatMap((to) => ENTERED_FROM[to].map((from) => `  ${from} --> ${to}`));
  const starts = ["QUEUED", "DELAYED", "PENDING_VERSION"].map((status) => `  [*] --> ${status}`);
  const ends = FINAL_STATUSES.map((status) => `  ${status} --> [*]`);
  return ["```mermaid", "stateDiagram-v2", ...starts, ...moves, ...ends, "```"].join("\n");
}
