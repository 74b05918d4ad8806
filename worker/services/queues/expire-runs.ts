import type pg from "pg";
import type { ServiceContext } from "../context.ts";
import { transitionRuns } from "../runs/transition.ts";
import { inTransaction } from "../transaction.ts";
import { RELEASED_AT_ONCE } from "./sql.ts";

/**
 * Ends runs whose time to live passed before they started: the first ones, or those of these. Returns how
 * many; call again while it is a full batch.
 */
export async function expireRuns(ctx: ServiceContext, runIds?: string[]): Promise<number> {
  const now = ctx.clock();
  const moved = await inTransaction(ctx.db.pool, async (client) => {
    const rows = await lockExpired(client, now, runIds);
    return transitionRuns(
      client,
      rows.map(({ id, ttl }) => {
        const message = `The run did not start within its time to live${ttl ? ` (${ttl})` : ""}.`;
        return {
          runId: id,
          to: "EXPIRED",
          at: now,
          reason: message,
          error: { type: "INTERNAL_ERROR", code: "TASK_RUN_EXPIRED", message },
        };
      }),
    );
  });
  for (const run of moved) ctx.signals.runChanged(run.environmentId, run.id);
  return moved.length;
}

interface ExpiredRun {
  id: string;
  ttl: string | null;
}

/** A run that has started once (a retry) no longer expires: its time to live was for the start. */
async function lockExpired(
  client: pg.PoolClient,
  now: Date,
  runIds: string[] | undefined,
): Promise<ExpiredRun[]> {
  const { rows } = await client.query<ExpiredRun>(
    runIds
      ? {
          name: "lock-expired-runs",
          text: `
            SELECT id, ttl FROM run WHERE id = ANY($2::uuid[]) AND unstarted_expires_at <= $1
            ORDER BY id FOR UPDATE SKIP LOCKED`,
          values: [now, runIds],
        }
      : {
          name: "find-expired-runs",
          text: `
            SELECT id, ttl FROM run WHERE unstarted_expires_at <= $1
            ORDER BY unstarted_expires_at LIMIT ${RELEASED_AT_ONCE} FOR UPDATE SKIP LOCKED`,
          values: [now],
        },
  );
  return rows;
}
