"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { request } from "#components/api/client.ts";
import { runQueries } from "#components/runs/queries.ts";
import { useEnvironmentId } from "#components/workspace/environment-context.tsx";
import { tokenPath, tokenQueries } from "./queries.ts";

export function useCompleteToken() {
  const environmentId = useEnvironmentId();
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, data }: { id: string; data: unknown }) =>
      request<{ success: true }>(`${tokenPath(id)}/complete`, {
        method: "POST",
        environmentId,
        body: { data },
      }),
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: tokenQueries.all(environmentId) }),
        // What waited for it goes on.
        client.invalidateQueries({ queryKey: runQueries.all(environmentId) }),
      ]),
  });
}
