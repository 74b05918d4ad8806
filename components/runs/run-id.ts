/** A run id anywhere in what was typed or pasted, a whole address included. */
export const RUN_ID = /run_[A-Za-z0-9]+/;

/** Start and end, with the end long enough to tell runs apart: `run_cm4…k9x2`. */
export function shortRunId(runId: string): string {
  return runId.length <= 16 ? runId : `${runId.slice(0, 7)}…${runId.slice(-6)}`;
}
