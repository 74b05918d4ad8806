import type { RequestOptions } from "./client/configuration.ts";
import { resolveTarget } from "./client/configuration.ts";
import { ApiError, errorOfAnswer } from "./client/errors.ts";
import { apiRetryDelayMs } from "./client/retry-policy.ts";
import { fromPacket } from "./packet.ts";
import type { Metadata } from "./wire/metadata.ts";
import { isPacketType } from "./wire/packet-type.ts";
import { presentError } from "./wire/run-error.ts";
import type { FeedMessage, RunRow } from "./wire/run-row.ts";
import { FEED_STATUSES } from "./wire/run-row.ts";
import type { RunStatus } from "./wire/run-status.ts";

/** A run as a subscription shows it; payload and output are what the code gave, Dates included. */
export interface SubscribedRun<TPayload = unknown, TOutput = unknown> {
  id: string;
  taskIdentifier: string;
  status: RunStatus;
  createdAt: Date;
  updatedAt: Date;
  startedAt?: Date;
  delayedUntil?: Date;
  expiredAt?: Date;
  /** Set exactly when the run is over. */
  finishedAt?: Date;
  isCompleted: boolean;
  isSuccess: boolean;
  isTest: boolean;
  /** Milliseconds of executing time. */
  durationMs: number;
  tags: string[];
  /** Keys of the streams that it has opened. */
  realtimeStreams: string[];
  idempotencyKey?: string;
  ttl?: string;
  metadata?: Metadata;
  payload?: TPayload;
  output?: TOutput;
  error?: { message: string; name?: string; stackTrace?: string };
}

export interface SubscribeOptions {
  /** Columns of the feed that need not travel, such as `payload`. */
  skipColumns?: string[] | undefined;
  /** Ends the subscription. */
  signal?: AbortSignal | undefined;
}

/** Iterate it: each step is a run that has changed. Leaving the loop ends the subscription. */
export type RunSubscription<TRun = SubscribedRun> = AsyncIterable<TRun>;

const RETRY = { maxAttempts: 1_000_000, minTimeoutInMs: 500, maxTimeoutInMs: 10_000, factor: 2 };

/**
 * Polls the feed of `path`: each poll is held by the server until something is new. What cannot be
 * reached is tried again, for ever; what the server refuses is thrown.
 *
 * Source: http-contract §12.
 */
export async function* followRuns(
  path: string,
  query: URLSearchParams,
  { skipColumns, signal }: SubscribeOptions,
  requestOptions?: RequestOptions,
): AsyncGenerator<SubscribedRun, void, undefined> {
  const rows = new Map<string, Partial<RunRow>>();
  if (skipColumns) query.set("skipColumns", skipColumns.join(","));
  let place: FeedPlace = { offset: "-1", handle: undefined };
  while (!signal?.aborted) {
    const answer = await poll(path, query, place, { signal, requestOptions });
    if (!answer) return;
    place = answer.place;
    const changed = new Set<string>();
    for (const message of answer.messages) {
      if (!("key" in message)) continue;
      const known = message.headers.operation === "update" ? rows.get(message.key) : undefined;
      rows.set(message.key, { ...known, ...message.value });
      changed.add(message.key);
    }
    for (const key of changed) yield toRun(rows.get(key) ?? {});
  }
}

interface FeedPlace {
  offset: string;
  handle: string | undefined;
}

interface PollOptions {
  signal: AbortSignal | undefined;
  requestOptions: RequestOptions | undefined;
}

/** Undefined when the subscription was ended meanwhile. */
async function poll(
  path: string,
  query: URLSearchParams,
  { offset, handle }: FeedPlace,
  { signal, requestOptions }: PollOptions,
): Promise<{ messages: FeedMessage[]; place: FeedPlace } | undefined> {
  const { baseUrl, token } = resolveTarget(requestOptions);
  const search = new URLSearchParams(query);
  search.set("offset", offset);
  if (handle !== undefined) {
    search.set("handle", handle);
    search.set("live", "true");
  }
  const headers = { authorization: `Bearer ${token}`, "x-trigger-electric-version": "1.0.0" };
  for (let attempt = 1; ; attempt++) {
    try {
      const init = { headers, ...(signal && { signal }) };
      const response = await fetch(`${baseUrl}${path}?${search}`, init);
      const body: unknown = await response.json().catch(() => undefined);
      if (!response.ok) {
        throw errorOfAnswer({ status: response.status, headers: response.headers, body }, "");
      }
      const place = {
        offset: response.headers.get("electric-offset") ?? offset,
        handle: response.headers.get("electric-handle") ?? handle,
      };
      return { messages: asMessages(body), place };
    } catch (error) {
      if (signal?.aborted) return undefined;
      const failure = error instanceof ApiError ? error : new ApiError("", {}, { cause: error });
      const clock = { now: Date.now(), random: Math.random() };
      const delayMs = apiRetryDelayMs(failure, { ...RETRY, randomize: true }, attempt, clock);
      if (delayMs === undefined) throw error;
      await pause(delayMs, signal);
    }
  }
}

function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal?.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

/** As the server of this version writes them. */
function asMessages(body: unknown): FeedMessage[] {
  return Array.isArray(body) ? (body as FeedMessage[]) : [];
}

function toRun(row: Partial<RunRow>): SubscribedRun {
  const status = statusOf(row.status);
  const { startedAt, delayUntil, expiredAt, completedAt } = row;
  return {
    id: row.friendlyId ?? "",
    taskIdentifier: row.taskIdentifier ?? "",
    status,
    createdAt: toDate(row.createdAt ?? ""),
    updatedAt: toDate(row.updatedAt ?? ""),
    ...(startedAt && { startedAt: toDate(startedAt) }),
    ...(delayUntil && { delayedUntil: toDate(delayUntil) }),
    ...(expiredAt && { expiredAt: toDate(expiredAt) }),
    ...(completedAt && { finishedAt: toDate(completedAt) }),
    isCompleted: completedAt !== undefined,
    isSuccess: status === "COMPLETED",
    isTest: row.isTest ?? false,
    durationMs: row.usageDurationMs ?? 0,
    tags: row.runTags ?? [],
    realtimeStreams: row.realtimeStreams ?? [],
    ...(row.idempotencyKey !== undefined && { idempotencyKey: row.idempotencyKey }),
    ...(row.ttl !== undefined && { ttl: row.ttl }),
    ...(row.metadata !== undefined && { metadata: JSON.parse(row.metadata) }),
    ...packet("payload", row.payload, row.payloadType),
    ...packet("output", row.output, row.outputType),
    ...(row.error && { error: presentError(row.error) }),
  };
}

function packet<K extends string>(
  name: K,
  data: string | undefined,
  type: string | undefined,
): { [P in K]?: unknown } {
  if (data === undefined || !isPacketType(type)) return {};
  return { [name]: fromPacket({ data, dataType: type }) } as { [P in K]?: unknown };
}

const STATUSES = new Map<string, RunStatus>(Object.entries(FEED_STATUSES));

function statusOf(name = ""): RunStatus {
  return STATUSES.get(name) ?? "QUEUED";
}

/** The feed leaves out the zone, which is UTC. */
function toDate(text: string): Date {
  return new Date(`${text}Z`);
}
