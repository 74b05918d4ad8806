import type { RequestOptions } from "./client/configuration.ts";
import { ApiSchemaValidationError } from "./client/errors.ts";
import { callApi } from "./client/transport.ts";
import type { TraceSpan } from "./current-attempt.ts";
import { currentAttempt } from "./current-attempt.ts";
import { environmentVariable } from "./environment-variable.ts";
import { resolveIdempotencyKey } from "./idempotency-key.ts";
import { toPacket } from "./packet.ts";
import type { AnyRunHandle } from "./run-handle.ts";
import type { ParsePayload } from "./schema.ts";
import { payloadToSend } from "./schema.ts";
import type { MachinePreset } from "./wire/machine.ts";

/**
 * How one run is queued. All fields are optional.
 * Durations are strings such as `"30s"`, `"10m"`, `"2h30m"`, `"1d"`.
 *
 * Source: sdk-facts §1.5, http-contract §10.1.
 */
export interface TriggerOptions {
  /**
   * A second trigger of the same task with the same key gives the first run instead of a new one.
   * Inside a run the key counts within that run; an array is joined with `-`.
   */
  idempotencyKey?: string | string[] | undefined;
  /** How long the key holds: digits and one of `s m h d`. Default `"30d"`. */
  idempotencyKeyTTL?: string | undefined;
  /** Start later: a duration, an ISO date, or a Date. */
  delay?: string | Date | undefined;
  /** Give up (`EXPIRED`) when the run has not started within: a duration, or seconds. 0: never. */
  ttl?: string | number | undefined;
  /** Name of another queue than the task's. */
  queue?: string | { name: string } | undefined;
  /** One copy of the queue per value, each with the queue's limit. */
  concurrencyKey?: string | number | undefined;
  /** Seconds of head start in its queue; negative: others go before it, and it starts when there are none. */
  priority?: number | undefined;
  /** At most 10, each at most 128 characters. */
  tags?: string | string[] | undefined;
  /** JSON object, at most 256 KB, shown with the run and readable from it. */
  metadata?: Record<string, unknown> | undefined;
  /** Attempts in all; over the task's `retry.maxAttempts`. */
  maxAttempts?: number | undefined;
  /** Seconds of one attempt; over the task's. */
  maxDuration?: number | undefined;
  /** Over the task's. */
  machine?: MachinePreset | undefined;
  /** Runs on this deployed version, such as `"20260102.3"`, instead of the current one. Else `TRIGGER_VERSION`. */
  version?: string | undefined;
  /** Runs on the deployment tagged with this id (a git commit, say); at most 128 characters. */
  externalDeploymentId?: string | undefined;
  /** Name of a group of workers. */
  region?: string | undefined;
  /** Many triggers with one key become one run, which starts when they have paused for `delay`. */
  debounce?:
    | {
        /** At most 512 characters. */
        key: string;
        delay: string;
        /** Whose payload counts, the first trigger's or the last's. Default `"leading"`. */
        mode?: "leading" | "trailing" | undefined;
        /** No later than this after the first trigger. */
        maxDelay?: string | undefined;
      }
    | undefined;
}

export interface TriggerTarget {
  id: string;
  /** The queue that the task's own code names; a caller that only knows the id leaves it to the server. */
  queueName?: string | undefined;
  /** Of a task with a schema: refuses a wrong payload before anything is sent. */
  parsePayload?: ParsePayload | undefined;
}

/** The calling run waits for what it triggers. */
export interface WaitedTrigger {
  /** The same when the code runs again: the child is joined then and not triggered twice. */
  requestKey: string;
  /** Of the wait. */
  span: TraceSpan;
}

export const WAITED = { resumeParentOnCompletion: true };

export async function triggerTask<THandle extends AnyRunHandle>(
  target: TriggerTarget,
  payload: unknown,
  options: TriggerOptions = {},
  requestOptions?: RequestOptions,
  waited?: WaitedTrigger,
): Promise<THandle> {
  const path = `/api/v1/tasks/${encodeURIComponent(target.id)}/trigger`;
  const wire = await wireTrigger(target, payload, options);
  // The server refuses what a run that is over would wait for.
  const body = waited ? { ...wire, options: { ...wire.options, ...WAITED } } : wire;
  const { requestKey } = waited ?? {};
  const handle = await traced(waited, `trigger ${target.id}`, async (span) => {
    const answer = await callApi({ method: "POST", path, body, requestKey }, requestOptions);
    const triggered = handleFrom(target.id, answer.body, answer.headers);
    span?.setAttributes({ taskId: target.id, runId: triggered.id });
    return triggered;
  });
  return withTypes<THandle>(handle);
}

/** Inside a run, what it triggers is a span of its timeline; a wait for it is one already. */
export async function traced<T>(
  waited: WaitedTrigger | undefined,
  name: string,
  fn: (span: TraceSpan | undefined) => Promise<T>,
): Promise<T> {
  if (waited) return fn(waited.span);
  return currentAttempt()?.triggerSpan(name, fn) ?? fn(undefined);
}

/** One trigger as it is sent, alone or as a line of a batch. */
export async function wireTrigger(
  target: TriggerTarget,
  payload: unknown,
  options: TriggerOptions,
): Promise<{ payload: string | undefined; options: object }> {
  const { parsePayload } = target;
  const packet = toPacket(parsePayload ? await payloadToSend(parsePayload, payload) : payload);
  return {
    payload: packet.data,
    options: {
      ...(await wireOptions(target, options)),
      payloadType: packet.dataType,
      payloadSize: packet.data === undefined ? 0 : new TextEncoder().encode(packet.data).length,
    },
  };
}

/** JSON leaves out what is undefined, and the API reads a missing key as "not given". */
async function wireOptions(target: TriggerTarget, options: TriggerOptions) {
  const { idempotencyKey, queue = target.queueName, version, concurrencyKey, delay } = options;
  const { externalDeploymentId, debounce, machine, maxAttempts, maxDuration } = options;
  const { metadata, priority, region, tags, ttl, idempotencyKeyTTL } = options;
  return {
    ...(await resolveIdempotencyKey(idempotencyKey)),
    idempotencyKeyTTL,
    delay: delay instanceof Date ? delay.toISOString() : delay,
    ttl,
    queue: typeof queue === "string" ? { name: queue } : queue,
    concurrencyKey: concurrencyKey === undefined ? undefined : String(concurrencyKey),
    priority,
    tags,
    metadata,
    maxAttempts,
    maxDuration,
    machine,
    lockToVersion: version ?? environmentVariable("TRIGGER_VERSION"),
    externalDeploymentId,
    region,
    debounce,
    parentRunId: currentAttempt()?.ctx.run.id,
  };
}

function handleFrom(taskIdentifier: string, body: object, headers: Headers): AnyRunHandle {
  const id = "id" in body ? body.id : undefined;
  if (typeof id !== "string") {
    throw new ApiSchemaValidationError("The answer to the trigger carries no run id.", { body });
  }
  const publicAccessToken = headers.get("x-trigger-jwt") ?? "";
  const isCached = "isCached" in body && body.isCached === true;
  return { id, taskIdentifier, publicAccessToken, ...(isCached ? { isCached } : {}) };
}

/** Payload and output types exist for the compiler only; the caller knows which task the id names. */
function withTypes<THandle extends AnyRunHandle>(handle: AnyRunHandle): THandle {
  return handle as THandle;
}
