import type { BatchLine, BatchTriggerOptions } from "./batch-trigger.ts";
import { triggerBatch } from "./batch-trigger.ts";
import type { TaskRunResult } from "./child-result.ts";
import { TaskRunPromise, toTaskRunResult } from "./child-result.ts";
import type { RequestOptions } from "./client/configuration.ts";
import type { CurrentAttempt, TraceSpan } from "./current-attempt.ts";
import { currentAttempt } from "./current-attempt.ts";
import type { TriggerOptions, TriggerTarget } from "./trigger.ts";
import { triggerTask } from "./trigger.ts";

/** Children run in the version of their parent. */
export type TriggerAndWaitOptions = Omit<TriggerOptions, "version" | "externalDeploymentId">;

/** What waiting for a batch gives: its id, and a result for each item, in the order of the items. */
export interface BatchResult<TIdentifier extends string = string, TOutput = unknown> {
  id: string;
  runs: TaskRunResult<TIdentifier, TOutput>[];
}

/** The line of a batch that is waited for, and how its task is named in what comes back. */
export type WaitedLine = Omit<BatchLine, "options"> & {
  options?: TriggerAndWaitOptions | undefined;
};

/** Triggers a child and waits for its end; the calling run holds no slot meanwhile. */
export function triggerTaskAndWait<TIdentifier extends string, TOutput>(
  target: TriggerTarget,
  payload: unknown,
  options: TriggerAndWaitOptions = {},
  requestOptions?: RequestOptions,
): TaskRunPromise<TIdentifier, TOutput> {
  return new TaskRunPromise((resolve, reject) => {
    const attempt = attemptThatWaits("triggerAndWait");
    const step = attempt.beginWait(`triggerAndWait ${target.id}`);
    const wait = async (span: TraceSpan) => {
      const { requestKey } = step;
      const locked = lockedTo(attempt, options);
      const waited = { requestKey, span };
      const child = await triggerTask(target, payload, locked, requestOptions, waited);
      const result = await step.wait(
        { kind: "RUN", runId: child.id },
        { type: "task", runId: child.id },
      );
      if (result.kind !== "RUN") throw new Error("A child's wait ended as another one's.");
      return toTaskRunResult<TIdentifier, TOutput>(result.run);
    };
    attempt.waitSpan(`triggerAndWait ${target.id}`, wait).then(resolve, reject);
  });
}

/** The same for a batch: the run goes on when all of its runs have ended. */
export async function triggerBatchAndWait<TIdentifier extends string, TOutput>(
  lines: readonly WaitedLine[],
  options?: BatchTriggerOptions,
  requestOptions?: RequestOptions,
): Promise<BatchResult<TIdentifier, TOutput>> {
  const attempt = attemptThatWaits("batchTriggerAndWait");
  const ids = [...new Set(lines.map((line) => line.target.id))];
  const what = `batchTriggerAndWait ${ids.join(", ")} × ${lines.length}`;
  const step = attempt.beginWait(what);
  return attempt.waitSpan(what, async (span) => {
    const { requestKey } = step;
    const locked = lines.map((line) => ({
      ...line,
      options: lockedTo(attempt, line.options ?? {}),
    }));
    const { batchId } = await triggerBatch(locked, options, requestOptions, { requestKey, span });
    const runCount = lines.length;
    const result = await step.wait(
      { kind: "BATCH", batchId },
      { type: "batch", batchId, runCount },
    );
    if (result.kind !== "BATCH") throw new Error("A batch's wait ended as another one's.");
    const runs = result.runs.map((run) => toTaskRunResult<TIdentifier, TOutput>(run));
    return { id: batchId, runs };
  });
}

function lockedTo({ ctx }: CurrentAttempt, options: TriggerAndWaitOptions): TriggerOptions {
  return { ...options, version: ctx.run.version };
}

/** @throws Error outside of a run: there is nothing that could be suspended. */
export function attemptThatWaits(what: string): CurrentAttempt {
  const attempt = currentAttempt();
  if (attempt) return attempt;
  throw new Error(
    `${what} can only be used from inside a task's run. From a backend, use trigger() and runs.poll().`,
  );
}
