import type { RunCommon } from "#sdk/wire/api.ts";

type Target = Pick<RunCommon, "taskIdentifier" | "isExecuting">;

export function cancelTitle({ taskIdentifier }: Target): string {
  return `Cancel this run of ${taskIdentifier}?`;
}

/** The effect differs: code that runs is told to stop, a run that waits simply never starts. */
export function cancelEffect({ isExecuting }: Target): string {
  const children = "Unfinished runs that it started are canceled too.";
  return isExecuting
    ? `It is executing: its signal is aborted, onCancel runs, and after 30 seconds at most its process is stopped. ${children}`
    : `No code is executing, so nothing is interrupted. ${children}`;
}
