import { METADATA_LIMIT_BYTES } from "#sdk/wire/metadata.ts";
import { type Debounce, readDebounce } from "#worker/domain/debounce.ts";
import { parseDelay, parseDuration } from "#worker/domain/duration.ts";
import { DomainError } from "#worker/domain/errors.ts";
import { parseFriendlyId } from "#worker/domain/ids.ts";
import { type TraceColumns, type TraceOrigin, traceColumns } from "#worker/domain/run-trace.ts";
import type { EnvironmentContext } from "../context.ts";
import { toJsonbText, withoutNul } from "../json.ts";
import { refuseMissingPacket } from "../packets/resolve.ts";
import { TAG_LIMIT, type TriggerInput, type TriggerOptions } from "./schemas.ts";

export interface TriggerRequest {
  taskId: string;
  input: TriggerInput;
  /** `x-trigger-request-idempotency-key`: the same over all tries of one call. */
  requestKey?: string | undefined;
  sdkVersion?: string | undefined;
  trace?: TraceOrigin | undefined;
  replayedFromRunId?: string | undefined;
  /** Its place in the batch it is triggered with. */
  batch?: { id: string; index: number } | undefined;
  /** The schedule that triggers it. */
  scheduleId?: string | undefined;
}

/** A run that is about to be inserted. */
export interface NewRun extends TraceColumns {
  id: string;
  environmentId: string;
  taskSlug: string;
  /** Null: the task's own, or the one its code names. */
  queueName: string | null;
  concurrencyKey: string;
  priorityMs: number;
  createdAt: Date;
  delayUntil: Date | null;
  /** `ttlMs` null: the task's or the project's, else `fallbackTtl`. 0: none, whatever they say. */
  ttl: string | null;
  ttlMs: number | null;
  fallbackTtl: { text: string; ms: number } | null;
  pinnedVersion: string | null;
  maxAttempts: number | null;
  maxDurationSeconds: number | null;
  machine: string | null;
  payload: string | null;
  payloadType: string;
  metadata: string | null;
  tags: string[];
  isTest: boolean;
  idempotencyKey: string | null;
  idempotencyExpiresAt: Date | null;
  idempotencyOptions: string | null;
  requestKey: string | null;
  debounce: Debounce | null;
  parentRunId: string | null;
  replayedFromRunId: string | null;
  batchId: string | null;
  batchIndex: number | null;
  scheduleId: string | null;
  sdkVersion: string | null;
}

const DAY_MS = 86_400_000;
const IDEMPOTENCY_TTL_MS = 30 * DAY_MS;
const PAYLOAD_LIMIT_BYTES = 10 * 1024 * 1024;

/** Checks what zod cannot and gives every column its value. Throws UNPROCESSABLE for a broken rule. */
export function prepareRun(id: string, request: TriggerRequest, ctx: EnvironmentContext): NewRun {
  const now = ctx.clock();
  const options = request.input.options ?? {};
  const debounce = options.debounce ? readDebounce(options.debounce, now) : null;
  return {
    id,
    environmentId: ctx.environment.id,
    taskSlug: request.taskId,
    queueName: options.queue?.name ?? null,
    concurrencyKey: options.concurrencyKey ?? "",
    priorityMs: Math.round((options.priority ?? 0) * 1000),
    createdAt: now,
    delayUntil: debounce?.until ?? delayOf(options, now),
    ...ttlOf(options, ctx.environment.type),
    pinnedVersion: options.lockToVersion || null,
    maxAttempts: options.maxAttempts || null,
    maxDurationSeconds: options.maxDuration ?? null,
    machine: options.machine ?? null,
    ...payloadOf(request.input, options),
    metadata: metadataOf(options),
    tags: tagsOf(options),
    isTest: options.test ?? false,
    ...idempotencyOf(options, now),
    requestKey: request.requestKey ?? null,
    debounce,
    parentRunId: options.parentRunId ? parseFriendlyId("run", options.parentRunId) : null,
    replayedFromRunId: request.replayedFromRunId ?? null,
    batchId: request.batch?.id ?? null,
    batchIndex: request.batch?.index ?? null,
    scheduleId: request.scheduleId ?? null,
    sdkVersion: request.sdkVersion ?? null,
    ...traceColumns(request.trace),
  };
}

function delayOf(options: TriggerOptions, now: Date): Date | null {
  if (options.delay === undefined) return null;
  const until = parseDelay(options.delay, now);
  if (!until) {
    throw new DomainError(
      "UNPROCESSABLE",
      `delay must be a duration such as 1h30m or an ISO 8601 date, not ${JSON.stringify(options.delay)}.`,
    );
  }
  // A moment that has passed means now.
  return until > now ? until : null;
}

/** A development run that nobody picks up within ten minutes was meant for a process that is gone. */
const DEVELOPMENT_TTL = { text: "10m", ms: 600_000 };

function ttlOf(
  options: TriggerOptions,
  environment: string,
): Pick<NewRun, "ttl" | "ttlMs" | "fallbackTtl"> {
  const { ttl } = options;
  const fallbackTtl = environment === "DEVELOPMENT" ? DEVELOPMENT_TTL : null;
  if (ttl === undefined) return { ttl: null, ttlMs: null, fallbackTtl };
  if (typeof ttl === "string") return { ttl, ttlMs: parseDuration(ttl) ?? 0, fallbackTtl };
  return { ttl: ttl === 0 ? null : `${ttl}s`, ttlMs: ttl * 1000, fallbackTtl };
}

function payloadOf(
  input: TriggerInput,
  options: TriggerOptions,
): Pick<NewRun, "payload" | "payloadType"> {
  const { payload } = input;
  const payloadType = options.payloadType ?? "application/json";
  if (payloadType === "application/store") refuseMissingPacket(payload);
  if (payload === undefined) return { payload: null, payloadType: "application/json" };
  // A client that names an encoding sends a string in it; a raw HTTP caller sends any JSON value.
  const text =
    options.payloadType && typeof payload === "string" ? payload : JSON.stringify(payload);
  const bytes = Buffer.byteLength(text);
  if (bytes > PAYLOAD_LIMIT_BYTES) {
    throw new DomainError(
      "TOO_LARGE",
      `The payload has ${bytes} bytes; ${PAYLOAD_LIMIT_BYTES} are allowed. Store it elsewhere and send its address.`,
    );
  }
  return { payload: withoutNul(text), payloadType };
}

function metadataOf(options: TriggerOptions): string | null {
  const { metadata } = options;
  const value: unknown = typeof metadata === "string" ? parseMetadata(metadata) : metadata;
  if (value === undefined || value === null) return null;
  if (typeof value !== "object" || Array.isArray(value)) {
    throw new DomainError("UNPROCESSABLE", "metadata must be an object.");
  }
  const text = toJsonbText(value);
  if (Buffer.byteLength(text) > METADATA_LIMIT_BYTES) {
    throw new DomainError("TOO_LARGE", `metadata may have ${METADATA_LIMIT_BYTES} bytes.`);
  }
  return text;
}

function parseMetadata(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new DomainError("UNPROCESSABLE", "metadata must be an object, or JSON text of one.");
  }
}

function tagsOf(options: TriggerOptions): string[] {
  const tags = options.tags ?? [];
  if (tags.length > TAG_LIMIT) {
    throw new DomainError(
      "UNPROCESSABLE",
      `A run may have ${TAG_LIMIT} tags; this one has ${tags.length}.`,
    );
  }
  return tags;
}

function idempotencyOf(
  options: TriggerOptions,
  now: Date,
): Pick<NewRun, "idempotencyKey" | "idempotencyExpiresAt" | "idempotencyOptions"> {
  if (!options.idempotencyKey) {
    return { idempotencyKey: null, idempotencyExpiresAt: null, idempotencyOptions: null };
  }
  const given = options.idempotencyKeyTTL ?? "";
  const ttlMs = /^\d+[smhd]$/.test(given) ? parseDuration(given) : undefined;
  return {
    idempotencyKey: options.idempotencyKey,
    idempotencyExpiresAt: new Date(now.getTime() + (ttlMs ?? IDEMPOTENCY_TTL_MS)),
    idempotencyOptions: options.idempotencyKeyOptions
      ? toJsonbText(options.idempotencyKeyOptions)
      : null,
  };
}
