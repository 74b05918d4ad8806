"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { request } from "#components/api/client.ts";
import { useEnvironmentId } from "#components/workspace/environment-context.tsx";
import { apiKeyQueries } from "./queries.ts";

export type NewApiKey = { name: string; scopes: string[]; expiresAt?: string };

export function useCreateApiKey() {
  const environmentId = useEnvironmentId();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: NewApiKey) =>
      request<{ id: string; secret: string }>("/api/v1/api-keys", {
        method: "POST",
        environmentId,
        body,
      }),
    onSettled: () => client.invalidateQueries({ queryKey: apiKeyQueries.all(environmentId) }),
  });
}

export function useRevokeApiKey() {
  const environmentId = useEnvironmentId();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (keyId: string) =>
      request<unknown>(`/api/v1/api-keys/${encodeURIComponent(keyId)}`, {
        method: "DELETE",
        environmentId,
      }),
    onSettled: () => client.invalidateQueries({ queryKey: apiKeyQueries.all(environmentId) }),
  });
}

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
