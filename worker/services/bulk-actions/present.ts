import type { BulkAction } from "#prisma/generated/client.ts";
import type { BulkActionObject } from "#sdk/wire/bulk-action.ts";
import { friendlyId } from "#worker/domain/ids.ts";
import { storedFilter } from "./schemas.ts";

export function presentBulkAction(action: BulkAction): BulkActionObject {
  const { succeededCount, failedCount, skippedCount } = action;
  return {
    id: friendlyId("bulk", action.id),
    type: action.kind,
    status: action.status,
    counts: {
      total: action.totalCount ?? succeededCount + failedCount + skippedCount,
      success: succeededCount,
      failure: failedCount,
      skipped: skippedCount,
    },
    isCounted: action.totalCount !== null,
    createdAt: action.createdAt.toISOString(),
    createdBy: action.createdBy,
    ...(action.completedAt && { completedAt: action.completedAt.toISOString() }),
    ...(action.name !== null && { name: action.name }),
    ...(action.filter !== null && { filter: storedFilter.parse(action.filter) }),
    ...(action.failure !== null && { failure: action.failure }),
  };
}
