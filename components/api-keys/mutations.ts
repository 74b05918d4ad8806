"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { request } from "#components/api/client.ts";
import { useEnvironmentId } from "#components/workspace/environment-context.tsx";
import { apiKeyQueries } from "./queries.ts";

export function useRegenerateApiKey() {
  const environmentId = useEnvironmentId();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (keyId: string) =>
      request<{ secret: string }>(`/api/v1/api-keys/${encodeURIComponent(keyId)}/regenerate`, {
        method: "POST",
        environmentId,
      }),
    onSettled: () => client.invalidateQueries({ queryKey: apiKeyQueries.all(environmentId) }),
  });
}
