import type { TaskRunResult } from "./child-result.ts";
import { TaskRunPromise } from "./child-result.ts";
import type { RequestOptions } from "./client/configuration.ts";
import { callApi } from "./client/transport.ts";
import type { SubscribedRun } from "./run-subscription.ts";
import { followRuns } from "./run-subscription.ts";
import type { TriggerOptions, TriggerTarget } from "./trigger.ts";
import { triggerTask } from "./trigger.ts";
import { attemptThatWaits } from "./trigger-and-wait.ts";

export interface TriggerAndSubscribeOptions extends TriggerOptions {
  /** Stops following the child. */
  signal?: AbortSignal | undefined;
  /** Whether the child is canceled when the signal aborts. Default true. */
  cancelOnAbort?: boolean | undefined;
}

/** Triggers a child and follows it to its end; the calling run goes on executing meanwhile and keeps its slot. */
export function triggerTaskAndSubscribe<TIdentifier extends string, TOutput>(
  target: TriggerTarget,
  payload: unknown,
  options: TriggerAndSubscribeOptions = {},
  requestOptions?: RequestOptions,
): TaskRunPromise<TIdentifier, TOutput> {
  const { signal: given, cancelOnAbort = true, ...rest } = options;
  return new TaskRunPromise((resolve, reject) => {
    const attempt = attemptThatWaits("triggerAndSubscribe");
    const signal = given ? AbortSignal.any([given, attempt.signal]) : attempt.signal;
    const follow = async () => {
      const { id } = await triggerTask(target, payload, rest, requestOptions);
      const path = `/realtime/v1/runs/${encodeURIComponent(id)}`;
      for await (const run of followRuns(path, new URLSearchParams(), { signal }, requestOptions)) {
        if (run.isCompleted) return toResult<TIdentifier, TOutput>(run);
      }
      if (cancelOnAbort) {
        const cancelPath = `/api/v2/runs/${encodeURIComponent(id)}/cancel`;
        await callApi({ method: "POST", path: cancelPath }, requestOptions);
      }
      throw signal.reason;
    };
    attempt.waitSpan(`triggerAndSubscribe ${target.id}`, follow).then(resolve, reject);
  });
}

/** The types are the child task's own. */
function toResult<TIdentifier extends string, TOutput>(
  run: SubscribedRun,
): TaskRunResult<TIdentifier, TOutput> {
  const common = { id: run.id, taskIdentifier: run.taskIdentifier as TIdentifier };
  if (run.isSuccess) return { ok: true, ...common, output: run.output as TOutput };
  const { message = `The run ended as ${run.status}.`, name, stackTrace } = run.error ?? {};
  const error = new Error(message);
  if (name !== undefined) error.name = name;
  if (stackTrace !== undefined) error.stack = stackTrace;
  return { ok: false, ...common, error };
}
