import type { Batch } from "#prisma/generated/client.ts";
import type { RunStatus } from "#sdk/wire/run-status.ts";
import { abortReason, batchStatus } from "#worker/domain/batch-status.ts";
import { friendlyId } from "#worker/domain/ids.ts";
import type { BatchView } from "#worker/domain/insight/views.ts";
import { isFinal } from "#worker/domain/run-status.ts";
import type { BatchCounts } from "./sql.ts";

export function presentBatch(batch: Batch, counts: BatchCounts): BatchView {
  const { runs, refused, reused, unfinishedReused } = counts;
  const { sealedAt, abortedAt, runCount } = batch;
  const open = countRuns(runs, false) + unfinishedReused;
  const over = countRuns(runs, true) + reused;
  const arrived = open + over + refused;
  return {
    id: friendlyId("batch", batch.id),
    status: batchStatus({ sealedAt, abortedAt, refused, open, over }),
    createdAt: batch.createdAt.toISOString(),
    ...(sealedAt && { sealedAt: sealedAt.toISOString() }),
    ...(abortedAt && {
      aborted: {
        at: abortedAt.toISOString(),
        reason: abortReason({ arrived, expected: runCount }),
      },
    }),
    itemCount: runCount,
    runs,
    refusedCount: refused,
    reusedCount: reused + unfinishedReused,
    ...(batch.idempotencyKey !== null && { idempotencyKey: batch.idempotencyKey }),
  };
}

function countRuns(runs: BatchCounts["runs"], areOver: boolean): number {
  const counts = entriesOf(runs).filter(([status]) => isFinal(status) === areOver);
  return counts.reduce((sum, [, count]) => sum + count, 0);
}

/** The keys of the counts are what the column of the status holds. */
function entriesOf(runs: BatchCounts["runs"]): [RunStatus, number][] {
  return Object.entries(runs) as [RunStatus, number][];
}
