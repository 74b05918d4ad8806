import type { Waitpoint } from "#prisma/generated/client.ts";
import { parseDelay } from "#worker/domain/duration.ts";
import { DomainError } from "#worker/domain/errors.ts";
import { friendlyId } from "#worker/domain/ids.ts";
import { authorize } from "../authorize.ts";
import type { EnvironmentContext } from "../context.ts";
import { newId } from "../new-id.ts";
import { TAG_LIMIT } from "../runs/schemas.ts";
import { callbackPath } from "./callback.ts";
import { type CreateWaitpointInput, keyTtlMs } from "./schemas.ts";

export interface CreatedWaitpoint {
  id: string;
  friendlyId: string;
  /** True when an idempotency key led to a token that was there already. */
  isCached: boolean;
  /** A path of this installation. */
  callbackPath: string;
}

interface NewWaitpoint {
  input: CreateWaitpointInput;
  requestKey?: string | undefined;
  /** The part of a run's input stream that completes it. */
  stream?: { runId: string; key: string; index: number } | undefined;
}

const TRIES = 5;

/**
 * Makes a token that runs may wait for. The same request sent again (after a lost answer, or because the
 * code of a run runs again from the top) gives the token that it made; the same idempotency key does until
 * it expires, whatever has become of the token.
 */
export async function createWaitpoint(
  ctx: EnvironmentContext,
  { input, requestKey, stream }: NewWaitpoint,
): Promise<CreatedWaitpoint> {
  authorize(ctx, "write", { type: "waitpoints" });
  const row = { ...toRow(ctx, input, requestKey), ...toColumns(stream) };
  // A key that was released between our two looks at it is free for the next insert.
  for (let tries = 0; tries < TRIES; tries++) {
    const { count } = await ctx.db.prisma.waitpoint.createMany({
      data: row,
      skipDuplicates: true,
    });
    if (count === 1) return present(ctx, row.id, false);
    const existing = await findExisting(ctx, row);
    if (!existing) continue;
    if (existing.requestKey === row.requestKey && row.requestKey) {
      return present(ctx, existing.id, false);
    }
    const { idempotencyExpiresAt: expiresAt } = existing;
    if (!expiresAt || expiresAt > row.createdAt) return present(ctx, existing.id, true);
    await ctx.db.prisma.waitpoint.updateMany({
      where: { id: existing.id, idempotencyExpiresAt: { lte: row.createdAt } },
      data: { idempotencyKey: null },
    });
  }
  throw new DomainError(
    "CONFLICT",
    `Other requests with this key won ${TRIES} times. Send it again.`,
  );
}

function toRow(ctx: EnvironmentContext, input: CreateWaitpointInput, requestKey?: string) {
  const { idempotencyKey = null, idempotencyKeyTTL, tags = [] } = input;
  const now = ctx.clock();
  if (tags.length > TAG_LIMIT) {
    throw new DomainError("UNPROCESSABLE", `A token has at most ${TAG_LIMIT} tags.`);
  }
  return {
    id: newId(),
    environmentId: ctx.environment.id,
    tags,
    idempotencyKey,
    idempotencyExpiresAt: idempotencyKey && new Date(now.getTime() + keyTtlMs(idempotencyKeyTTL)),
    requestKey: requestKey ?? null,
    timeoutAt: timeoutOf(input.timeout, now),
    createdAt: now,
  };
}

function toColumns(stream: NewWaitpoint["stream"]) {
  return stream && { streamRunId: stream.runId, streamKey: stream.key, streamIndex: stream.index };
}

function timeoutOf(timeout: string | undefined, now: Date): Date | null {
  if (timeout === undefined) return null;
  const at = parseDelay(timeout, now);
  if (at) return at;
  throw new DomainError(
    "UNPROCESSABLE",
    `timeout must be a duration such as 10m or 24h, or an ISO 8601 date, not ${JSON.stringify(timeout)}.`,
  );
}

/** A repeated request comes before a repeated key. */
async function findExisting(
  ctx: EnvironmentContext,
  { environmentId, requestKey, idempotencyKey }: ReturnType<typeof toRow>,
): Promise<Waitpoint | null> {
  const { waitpoint } = ctx.db.prisma;
  const same = requestKey && (await waitpoint.findFirst({ where: { environmentId, requestKey } }));
  if (same || !idempotencyKey) return same || null;
  return waitpoint.findFirst({ where: { environmentId, idempotencyKey } });
}

function present(ctx: EnvironmentContext, id: string, isCached: boolean): CreatedWaitpoint {
  const path = callbackPath(ctx, id);
  return { id, friendlyId: friendlyId("waitpoint", id), isCached, callbackPath: path };
}
