import type { RunCommon } from "#sdk/wire/api.ts";

type Target = Pick<RunCommon, "id" | "taskIdentifier" | "isExecuting">;

export function cancelTitle(runs: readonly Target[]): string {
  const [only] = runs;
  if (runs.length === 1 && only) return `Cancel this run of ${only.taskIdentifier}?`;
  return `Cancel ${runs.length} runs?`;
}

/** The effect differs: code that runs is told to stop, a run that waits simply never starts. */
export function cancelEffect(runs: readonly Target[]): string {
  const executing = runs.filter((run) => run.isExecuting).length;
  const children = "Unfinished runs that it started are canceled too.";
  if (executing === 0) return `No code is executing, so nothing is interrupted. ${children}`;
  const who = runs.length === 1 ? "It" : executing === 1 ? "One of them" : `${executing} of them`;
  const verb = executing === 1 ? "is" : "are";
  return `${who} ${verb} executing: its signal is aborted, onCancel runs, and after 30 seconds at most its process is stopped. ${children}`;
}
