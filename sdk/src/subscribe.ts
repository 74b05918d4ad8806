import type { RequestOptions } from "./client/configuration.ts";
import { inCurrentScope, iteratedInScope } from "./client/scope.ts";
import type { OutputOf, PayloadOf } from "./inferred-types.ts";
import type { AnyRunHandle } from "./run-handle.ts";
import type { RunSubscription, SubscribedRun, SubscribeOptions } from "./run-subscription.ts";
import { followRuns } from "./run-subscription.ts";
import type { AnyTask } from "./task.ts";
import type { StreamedRun } from "./with-streams.ts";
import { withStreams } from "./with-streams.ts";

/** A run that is followed, alone or with the parts of its streams. */
export interface FollowedRun<TRun> extends RunSubscription<TRun> {
  /**
   * The same with the parts of all of the run's streams: `{ type: "run", run }`, or `{ type, chunk, run }` where
   * `type` is the stream's key. `TStreams` names the type of the parts of each.
   */
  withStreams: <TStreams extends object = Record<string, unknown>>() => AsyncIterable<
    StreamedRun<TRun, TStreams>
  >;
}

type RunOf<T extends AnyTask | AnyRunHandle> = SubscribedRun<PayloadOf<T>, OutputOf<T>>;

/**
 * Follows one run: gives it as it is, then each time that it changes, and ends with its end.
 *
 * ```ts
 * for await (const run of runs.subscribeToRun<typeof sendEmail>(handle.id)) console.log(run.status);
 * ```
 *
 * Works with a secret key, and in a browser with the handle's `publicAccessToken`.
 * Source: sdk-facts §1.6, http-contract §12.
 *
 * @throws NotFoundError and the like while iterating; a server that is away is waited for.
 */
export function subscribeToRun<T extends AnyTask | AnyRunHandle = AnyTask>(
  run: string | AnyRunHandle,
  options: SubscribeOptions & {
    /** False: goes on after the end of the run. */
    stopOnCompletion?: boolean | undefined;
  } = {},
  requestOptions?: RequestOptions,
): FollowedRun<RunOf<T>> {
  const id = typeof run === "string" ? run : run.id;
  const path = `/realtime/v1/runs/${encodeURIComponent(id)}`;
  const { stopOnCompletion = true, ...rest } = options;
  const subscription = typed<T>(async function* () {
    for await (const row of followRuns(path, new URLSearchParams(), rest, requestOptions)) {
      yield row;
      if (row.isCompleted && stopOnCompletion) return;
    }
  });
  const merged = () => streamsOf(subscription, requestOptions);
  return { ...subscription, withStreams: inCurrentScope(merged) };
}

/**
 * Follows all runs that have this tag, or all of these tags: those of the last 24 hours, or of
 * `createdAt`, and those to come. It does not end by itself.
 *
 * Source: sdk-facts §1.6, http-contract §12.
 */
export function subscribeToRunsWithTag<T extends AnyTask | AnyRunHandle = AnyTask>(
  tag: string | string[],
  filters: {
    /** How far back, such as `"2h"`. */
    createdAt?: string | undefined;
    skipColumns?: string[] | undefined;
  } = {},
  options: { signal?: AbortSignal | undefined } = {},
  requestOptions?: RequestOptions,
): RunSubscription<RunOf<T>> {
  const query = new URLSearchParams({ tags: [tag].flat().join(",") });
  if (filters.createdAt !== undefined) query.set("createdAt", filters.createdAt);
  const how = { skipColumns: filters.skipColumns, signal: options.signal };
  return typed<T>(() => followRuns("/realtime/v1/runs", query, how, requestOptions));
}

/** Follows the runs of a batch. It does not end by itself. Source: sdk-facts §1.6. */
export function subscribeToBatch<T extends AnyTask | AnyRunHandle = AnyTask>(
  batchId: string,
  options: SubscribeOptions = {},
  requestOptions?: RequestOptions,
): RunSubscription<RunOf<T>> {
  const path = `/realtime/v1/batches/${encodeURIComponent(batchId)}`;
  return typed<T>(() => followRuns(path, new URLSearchParams(), options, requestOptions));
}

/** The caller knows what the streams hold. */
function streamsOf<TRun extends SubscribedRun, TStreams extends object>(
  subscription: RunSubscription<TRun>,
  requestOptions: RequestOptions | undefined,
): AsyncIterable<StreamedRun<TRun, TStreams>> {
  const follow = iteratedInScope(() => withStreams(subscription, requestOptions));
  const parts: AsyncIterable<unknown> = follow();
  return parts as AsyncIterable<StreamedRun<TRun, TStreams>>;
}

/** Each iteration is a subscription of its own. The caller knows the task. */
function typed<T extends AnyTask | AnyRunHandle>(
  follow: () => AsyncGenerator<SubscribedRun, void, undefined>,
): RunSubscription<RunOf<T>> {
  const iterate = iteratedInScope(follow);
  return { [Symbol.asyncIterator]: iterate as () => AsyncGenerator<RunOf<T>, void, undefined> };
}
