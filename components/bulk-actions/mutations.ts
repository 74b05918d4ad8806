"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { request } from "#components/api/client.ts";
import { useEnvironmentId } from "#components/workspace/environment-context.tsx";
import { type BulkKind, bulkActionQueries } from "./queries.ts";
import { rememberStarted } from "./started-actions.ts";

/** Which runs: those on screen that were chosen, or all that the filters of the list mean. */
export type BulkSelection =
  | { by: "IDS"; runIds: string[] }
  | { by: "FILTER"; filter: Record<string, string> };

export function useCreateBulkAction() {
  const environmentId = useEnvironmentId();
  return useBulkMutation(
    async ({ action, selection }: { action: BulkKind; selection: BulkSelection }) => {
      const body =
        selection.by === "IDS"
          ? { action, runIds: selection.runIds }
          : { action, filter: toBody(selection.filter) };
      const made = await request<{ id: string }>("/api/v1/bulk-actions", {
        method: "POST",
        environmentId,
        body,
      });
      rememberStarted(made.id);
      return made;
    },
  );
}

export function useAbortBulkAction() {
  const environmentId = useEnvironmentId();
  return useBulkMutation((id: string) =>
    request<{ id: string }>(`/api/v1/bulk-actions/${encodeURIComponent(id)}/abort`, {
      method: "POST",
      environmentId,
    }),
  );
}

function useBulkMutation<Input>(mutationFn: (input: Input) => Promise<{ id: string }>) {
  const environmentId = useEnvironmentId();
  const client = useQueryClient();
  return useMutation({
    mutationFn,
    onSettled: () => client.invalidateQueries({ queryKey: bulkActionQueries.all(environmentId) }),
  });
}

/** `filter[createdAt][from]` in a query is `from` in a body. */
function toBody(filter: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(filter).map(([name, value]) => [name.match(/\[(\w+)\]$/)?.[1] ?? name, value]),
  );
}
