import type { RequestOptions } from "./client/configuration.ts";
import { ApiSchemaValidationError, RateLimitError } from "./client/errors.ts";
import { callApi } from "./client/transport.ts";
import { currentAttempt } from "./current-attempt.ts";
import { resolveIdempotencyKey } from "./idempotency-key.ts";
import type { TriggerOptions, TriggerTarget, WaitedTrigger } from "./trigger.ts";
import { traced, WAITED, wireTrigger } from "./trigger.ts";

/** One run of a batch. */
export interface BatchItem<TPayload> {
  payload: TPayload;
  options?: TriggerOptions | undefined;
}

/** How a batch is triggered as a whole. */
export interface BatchTriggerOptions {
  /**
   * A second batch with the same key gives the first one. Items without a key of their own get one
   * made of this and their place.
   */
  idempotencyKey?: string | string[] | undefined;
}

/** What triggering a batch gives. */
export interface BatchRunHandle {
  /** `batch_…`; `batch.retrieve(batchId)` tells its runs. */
  readonly batchId: string;
  readonly runCount: number;
  /** Reads this batch and its runs, for an hour. Safe to give to a browser. */
  readonly publicAccessToken: string;
  /** True when the idempotency key matched a batch that exists already: this is that batch. */
  readonly isCached?: boolean;
}

/** A batch that was not triggered as a whole; `cause` is what the API said. */
export class BatchTriggerError extends Error {
  override readonly name = "BatchTriggerError";
  /** `create`: nothing was triggered. `stream`: some items may have been; a repetition with the same key completes them. */
  readonly phase: "create" | "stream";
  readonly batchId: string | undefined;
  readonly itemCount: number;
  readonly isRateLimited: boolean;

  constructor(
    phase: "create" | "stream",
    { batchId, itemCount, cause }: { batchId?: string; itemCount: number; cause: unknown },
  ) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const what =
      phase === "create"
        ? "The batch was not created"
        : `The items of ${batchId} were not all sent`;
    super(`${what}: ${reason}`, { cause });
    this.phase = phase;
    this.batchId = batchId;
    this.itemCount = itemCount;
    this.isRateLimited = cause instanceof RateLimitError;
  }
}

export interface BatchLine extends BatchItem<unknown> {
  target: TriggerTarget;
}

const SEND_ATTEMPTS = 5;

/** Two phases: the batch is created with its size, then its items are sent, as often as it takes until it is sealed. */
export async function triggerBatch(
  lines: readonly BatchLine[],
  options: BatchTriggerOptions = {},
  requestOptions?: RequestOptions,
  waited?: WaitedTrigger,
): Promise<BatchRunHandle> {
  const itemCount = lines.length;
  const given = await resolveIdempotencyKey(options.idempotencyKey);
  const key = given.idempotencyKey ? given : { idempotencyKey: waited?.requestKey };
  // First, so that a payload that cannot be sent refuses the batch before anything of it exists.
  const jsonLines = await toJsonLines(lines, given.idempotencyKey);
  const wish = waited ? { ...key, ...WAITED } : key;
  const taskIds = taskIdsOf(lines).join(", ");
  return traced(waited, `batchTrigger ${taskIds} × ${itemCount}`, async (span) => {
    const created = await createBatch(lines, wish, requestOptions).catch((cause: unknown) => {
      throw new BatchTriggerError("create", { itemCount, cause });
    });
    span?.setAttributes({ taskIds, runCount: itemCount, batchId: created.batchId });
    // One that is waited for may have been cut off in the middle of its items; the server knows which it has.
    if (created.isCached && !waited) return created;
    await sendItems(created.batchId, jsonLines, requestOptions).catch((cause: unknown) => {
      throw new BatchTriggerError("stream", { batchId: created.batchId, itemCount, cause });
    });
    return created;
  });
}

function taskIdsOf(lines: readonly BatchLine[]): string[] {
  return [...new Set(lines.map((line) => line.target.id))].sort();
}

async function createBatch(
  lines: readonly BatchLine[],
  wish: object,
  requestOptions: RequestOptions | undefined,
): Promise<BatchRunHandle> {
  const body = {
    runCount: lines.length,
    taskIdentifiers: taskIdsOf(lines),
    parentRunId: currentAttempt()?.ctx.run.id,
    ...wish,
  };
  const answer = await callApi({ method: "POST", path: "/api/v3/batches", body }, requestOptions);
  const id = "id" in answer.body ? answer.body.id : undefined;
  if (typeof id !== "string")
    throw new ApiSchemaValidationError("The answer carries no batch id.", answer);
  return {
    batchId: id,
    runCount: lines.length,
    publicAccessToken: answer.headers.get("x-trigger-jwt") ?? "",
    ...("isCached" in answer.body && answer.body.isCached === true ? { isCached: true } : {}),
  };
}

async function toJsonLines(
  lines: readonly BatchLine[],
  batchKey: string | undefined,
): Promise<string> {
  const texts = await Promise.all(
    lines.map(async ({ target, payload, options = {} }, index) => {
      const idempotencyKey = options.idempotencyKey ?? (batchKey && [batchKey, String(index)]);
      const item = await wireTrigger(target, payload, { ...options, idempotencyKey });
      return JSON.stringify({ index, task: target.id, ...item });
    }),
  );
  return `${texts.join("\n")}\n`;
}

/** Items that have arrived are passed over by the server, so everything may be sent again. */
async function sendItems(
  batchId: string,
  jsonLines: string,
  requestOptions: RequestOptions | undefined,
): Promise<void> {
  const path = `/api/v3/batches/${encodeURIComponent(batchId)}/items`;
  for (let attempt = 1; attempt <= SEND_ATTEMPTS; attempt++) {
    const answer = await callApi({ method: "POST", path, jsonLines }, requestOptions);
    if ("sealed" in answer.body && answer.body.sealed === true) return;
  }
  throw new Error(`the server still misses items after ${SEND_ATTEMPTS} tries`);
}
