import type pg from "pg";
import { ZodError } from "zod";
import { assertNever } from "#worker/domain/assert-never.ts";
import type { EnvironmentContext, ServiceContext } from "../context.ts";
import { loadEnvironmentScope } from "../environment-scope.ts";
import { inTransaction } from "../transaction.ts";
import { cancelSlice } from "./cancel-slice.ts";
import { replaySlice } from "./replay-slice.ts";
import { selectRuns } from "./select-runs.ts";
import {
  giveUpAction,
  type PendingAction,
  recordSlice,
  recordTotal,
  type Slice,
  takePending,
} from "./sql.ts";

/**
 * Does one slice of one bulk action, or counts what one is about. False when there is none to work on.
 * Any number of workers call it at once. The slice's runs and its progress are one transaction: a
 * worker that dies in the middle leaves it as if it had not begun.
 */
export async function workSlice(ctx: ServiceContext): Promise<boolean> {
  const taken = await inTransaction(ctx.db.pool, async (client) => {
    const action = await takePending(client);
    if (!action) return undefined;
    const scoped = { ...ctx, environment: await loadEnvironmentScope(ctx, action.environmentId) };
    // Outside of the transaction: it may take seconds.
    if (action.totalCount === null) return () => countTotal(scoped, action);
    const slice = await doSlice(scoped, client, action);
    return async () => slice?.announce();
  });
  await taken?.();
  return taken !== undefined;
}

async function doSlice(
  ctx: EnvironmentContext,
  client: pg.PoolClient,
  action: PendingAction,
): Promise<Slice | undefined> {
  try {
    const slice = await sliceOf(ctx, client, action);
    await recordSlice(client, action, slice, ctx.clock());
    return slice;
  } catch (error) {
    if (!(error instanceof ZodError)) throw error;
    const reason = `Its filter cannot be read any more: ${error.issues[0]?.message ?? ""}`;
    await giveUpAction(client, action, { reason, now: ctx.clock() });
    return undefined;
  }
}

function sliceOf(
  ctx: EnvironmentContext,
  client: pg.PoolClient,
  action: PendingAction,
): Promise<Slice> {
  switch (action.kind) {
    case "CANCEL":
      return cancelSlice(ctx, client, action);
    case "REPLAY":
      return replaySlice(ctx, client, action);
    default:
      return assertNever(action.kind);
  }
}

async function countTotal(ctx: EnvironmentContext, action: PendingAction): Promise<void> {
  const where = await selectRuns(ctx, action);
  await recordTotal(ctx.db.pool, action, await ctx.db.prisma.run.count({ where }));
}
