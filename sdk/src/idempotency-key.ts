import type { RequestOptions } from "./client/configuration.ts";
import { callApi } from "./client/transport.ts";
import { currentAttempt } from "./current-attempt.ts";
import { processWide } from "./process-wide.ts";

export interface WireIdempotencyKey {
  idempotencyKey?: string;
  /** What the caller wrote, for display. */
  idempotencyKeyOptions?: WrittenKey;
}

interface WrittenKey {
  key: string;
  scope: IdempotencyKeyScope;
}

const MAX_REMEMBERED = 10_000;

/** Words and scope of the keys that this process made, the latest ones. */
const remembered = processWide("idempotency-keys", () => new Map<string, WrittenKey>());

/**
 * A caller's key as it is sent: the SHA-256 of its parts, and of the run that triggers, so that
 * two runs may use the same words. 64 characters are taken for a hash already and sent as they are.
 *
 * Source: http-contract §7.1.
 */
export async function resolveIdempotencyKey(
  key: string | string[] | undefined,
): Promise<WireIdempotencyKey> {
  if (key === undefined || key.length === 0) return {};
  if (typeof key === "string" && key.length === 64) {
    const written = remembered.get(key);
    return { idempotencyKey: key, ...(written && { idempotencyKeyOptions: written }) };
  }
  const parts = typeof key === "string" ? [key] : key;
  const runId = currentAttempt()?.ctx.run.id;
  return {
    idempotencyKey: await sha256([...parts, ...(runId ? [runId] : [])].join("-")),
    idempotencyKeyOptions: { key: parts.join("-"), scope: "run" },
  };
}

/** What a key is unique within: the run that triggers, one attempt of it, or the whole environment. */
export type IdempotencyKeyScope = "run" | "attempt" | "global";

/**
 * Makes a key to give to triggers: 64 hexadecimal characters. Outside of a run every scope is the
 * whole environment.
 *
 * Source: http-contract §7.1, sdk-facts §1.13.
 */
async function create(
  key: string | string[],
  { scope = "run" }: { scope?: IdempotencyKeyScope | undefined } = {},
): Promise<string> {
  const parts = typeof key === "string" ? [key] : key;
  const ctx = currentAttempt()?.ctx;
  const within = ctx && scope !== "global" ? [ctx.run.id] : [];
  if (ctx && scope === "attempt") within.push(String(ctx.attempt.number));
  const made = await sha256([...parts, ...within].join("-"));
  remember(made, { key: parts.join("-"), scope });
  return made;
}

function remember(made: string, written: WrittenKey): void {
  remembered.set(made, written);
  const oldest = remembered.keys().next();
  if (remembered.size > MAX_REMEMBERED && !oldest.done) remembered.delete(oldest.value);
}

/** Which key words stand for. */
export interface ResetKeyOptions {
  /** As the key was made with; default `run`. */
  scope?: IdempotencyKeyScope | undefined;
  /** The run that triggered, for the scopes `run` and `attempt`; default the one that executes. */
  parentRunId?: string | undefined;
  /** Its attempt, for the scope `attempt`; default the one that executes. */
  attemptNumber?: number | undefined;
}

/**
 * Frees a key, so that the next trigger of this task with it makes a new run. Give the words that the
 * trigger was given, or the result of `create`.
 *
 * @throws NotFoundError when no run holds the key.
 */
async function reset(
  taskIdentifier: string,
  key: string | string[],
  options: ResetKeyOptions = {},
  requestOptions?: RequestOptions,
): Promise<{ id: string }> {
  const isMade = typeof key === "string" && key.length === 64;
  const id = isMade ? key : await keyOfWords(key, options);
  const path = `/api/v1/idempotencyKeys/${encodeURIComponent(id)}/reset`;
  await callApi({ method: "POST", path, body: { taskIdentifier } }, requestOptions);
  return { id };
}

function keyOfWords(
  key: string | string[],
  { scope = "run", parentRunId, attemptNumber }: ResetKeyOptions,
): Promise<string> {
  if (parentRunId === undefined || scope === "global") return create(key, { scope });
  const attempt = attemptNumber ?? currentAttempt()?.ctx.attempt.number;
  if (scope === "attempt" && attempt === undefined) {
    throw new TypeError("A key of an attempt is freed with its attemptNumber too.");
  }
  const parts = typeof key === "string" ? [key] : key;
  const within = scope === "attempt" ? [parentRunId, String(attempt)] : [parentRunId];
  return sha256([...parts, ...within].join("-"));
}

export const idempotencyKeys = { create, reset };

async function sha256(text: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
