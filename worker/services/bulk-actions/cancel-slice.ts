import type pg from "pg";
import { friendlyId } from "#worker/domain/ids.ts";
import type { EnvironmentContext } from "../context.ts";
import { announceCanceled, cancelTrees } from "../runs/cancel-trees.ts";
import { nextRunIds } from "./next-run-ids.ts";
import { findRecorded, type PendingAction, type Slice } from "./sql.ts";

const AT_ONCE = 500;

/** Ends the next runs of the action, with everything below them. */
export async function cancelSlice(
  ctx: EnvironmentContext,
  client: pg.PoolClient,
  action: PendingAction,
): Promise<Slice> {
  const runIds = await nextRunIds(ctx, action, AT_ONCE);
  const reason = `Canceled by the bulk action ${friendlyId("bulk", action.id)}`;
  const canceled = await cancelTrees(ctx, client, { runIds, reason });
  const touched = new Set(canceled.map(({ id }) => id));
  // One that ended with its parent in an earlier slice has been counted.
  const others = runIds.filter((id) => !touched.has(id));
  const before = await findRecorded(client, action, others);
  return {
    lastRunId: runIds.at(-1),
    isLast: runIds.length < AT_ONCE,
    succeeded: canceled.length,
    skipped: others.length - before.size,
    failures: [],
    runIds: [...touched],
    announce: () => announceCanceled(ctx, canceled),
  };
}
