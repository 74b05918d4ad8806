import type { Prisma } from "#prisma/generated/client.ts";
import type { RunStatus } from "#sdk/wire/run-status.ts";

type Transaction = Prisma.TransactionClient;

export interface LockedRun {
  id: string;
  status: RunStatus;
  metadata: unknown;
  requestKey: string | null;
  parentRunId: string | null;
  rootRunId: string | null;
  /** An attempt of it is under way, whatever its status says. */
  isExecuting: boolean;
}

/**
 * The run with its parent and its root. All are locked, since two callers that change at once would each
 * write only their own; in the order of their ids, as everybody locks them.
 */
export function lockFamily(
  tx: Transaction,
  { id, environmentId }: { id: string; environmentId: string },
): Promise<LockedRun[]> {
  return tx.$queryRaw<LockedRun[]>`
    SELECT run.id, run.status::text AS status, run.metadata,
      run.metadata_request_key AS "requestKey",
      run.parent_run_id AS "parentRunId", run.root_run_id AS "rootRunId",
      EXISTS (
        SELECT 1 FROM attempt WHERE attempt.run_id = run.id AND attempt.status = 'EXECUTING'
      ) AS "isExecuting"
    FROM run
    WHERE run.environment_id = ${environmentId}::uuid AND run.id IN (
      SELECT unnest(ARRAY[own.id, own.parent_run_id, own.root_run_id]) FROM run AS own
      WHERE own.id = ${id}::uuid AND own.environment_id = ${environmentId}::uuid
    )
    ORDER BY run.id
    FOR NO KEY UPDATE OF run`;
}

export async function writeMetadata(
  tx: Transaction,
  change: { id: string; text: string; requestKey: string | undefined; at: Date },
): Promise<void> {
  await tx.$executeRaw`
    UPDATE run SET metadata = ${change.text}::jsonb, updated_at = ${change.at},
      metadata_request_key = coalesce(${change.requestKey ?? null}, metadata_request_key)
    WHERE id = ${change.id}::uuid`;
}
