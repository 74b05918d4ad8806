import { request } from "#components/api/client.ts";
import type { CursorPage } from "#sdk/wire/api.ts";
import type { BulkActionObject } from "#sdk/wire/bulk-action.ts";
import type { OffsetPage } from "#sdk/wire/queue.ts";
import type { ScheduleObject } from "#sdk/wire/schedule.ts";
import { assertNever } from "#worker/domain/assert-never.ts";
import type { BatchView } from "#worker/domain/insight/views.ts";
import type { IdPrefix, KnownId } from "./filter-ids.ts";

/** The newest of what somebody begins to name in the filter. */
export async function readKnownIds(
  environmentId: string,
  prefix: IdPrefix,
): Promise<readonly KnownId[]> {
  switch (prefix) {
    case "batch": {
      const { data } = await request<CursorPage<BatchView>>("/api/v1/batches", { environmentId });
      return data.map(({ id, itemCount }) => ({ id, label: id, hint: `${itemCount} items` }));
    }
    case "bulk": {
      const path = "/api/v1/bulk-actions";
      const { data } = await request<CursorPage<BulkActionObject>>(path, { environmentId });
      return data.map(({ id, name, createdBy }) => ({
        ...{ id, label: name ?? id, hint: `by ${createdBy}` },
      }));
    }
    case "sched": {
      const path = "/api/v1/schedules";
      const { data } = await request<OffsetPage<ScheduleObject>>(path, { environmentId });
      return data.map(({ id, task, generator, externalId }) => ({
        id,
        label: [task, externalId].filter(Boolean).join(" · "),
        hint: generator.description,
      }));
    }
    default:
      return assertNever(prefix);
  }
}
