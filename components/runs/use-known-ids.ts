"use client";

import { useQuery } from "@tanstack/react-query";
import { batchQueries } from "#components/batches/queries.ts";
import { bulkActionQueries } from "#components/bulk-actions/queries.ts";
import { scheduleQueries } from "#components/schedules/queries.ts";
import { useEnvironmentId } from "#components/workspace/environment-context.tsx";
import { asksFor, type KnownId } from "./filter-ids.ts";

/** The newest of what somebody begins to name in the filter: read then, and not for everybody. */
export function useKnownIds(text: string): readonly KnownId[] {
  const environmentId = useEnvironmentId();
  const batches = useQuery({
    ...batchQueries.list(environmentId, {}),
    enabled: asksFor("batch", text),
  });
  const bulkActions = useQuery({
    ...bulkActionQueries.list(environmentId, undefined),
    enabled: asksFor("bulk", text),
  });
  const schedules = useQuery({
    ...scheduleQueries.list(environmentId, { search: "", page: 1 }),
    enabled: asksFor("sched", text),
  });
  if (asksFor("batch", text)) {
    return (batches.data?.data ?? []).map(({ id, itemCount }) => ({
      ...{ id, label: id, hint: `${itemCount} items` },
    }));
  }
  if (asksFor("bulk", text)) {
    return (bulkActions.data?.data ?? []).map(({ id, name, createdBy }) => ({
      ...{ id, label: name ?? id, hint: `by ${createdBy}` },
    }));
  }
  return (schedules.data?.data ?? []).map(({ id, task, generator, externalId }) => ({
    id,
    label: [task, externalId].filter(Boolean).join(" · "),
    hint: generator.description,
  }));
}
