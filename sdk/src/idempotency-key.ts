import { currentAttempt } from "./current-attempt.ts";

export interface WireIdempotencyKey {
  idempotencyKey?: string;
  /** What the caller wrote, for display. */
  idempotencyKeyOptions?: { key: string; scope: "run" };
}

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
  if (typeof key === "string" && key.length === 64) return { idempotencyKey: key };
  const parts = typeof key === "string" ? [key] : key;
  const runId = currentAttempt()?.ctx.run.id;
  return {
    idempotencyKey: await sha256([...parts, ...(runId ? [runId] : [])].join("-")),
    idempotencyKeyOptions: { key: parts.join("-"), scope: "run" },
  };
}

async function sha256(text: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
