"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { request } from "#components/api/client.ts";
import { accountQueries } from "./queries.ts";

export type AccountChange = {
  name?: string;
  email?: string;
  password?: string;
  currentPassword?: string;
};

export function useUpdateAccount() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (change: AccountChange) =>
      request<unknown>("/api/account", { method: "PATCH", body: change }),
    // Another password ends other sessions.
    onSuccess: () => client.invalidateQueries({ queryKey: accountQueries.sessions().queryKey }),
  });
}

export function useRevokeSession() {
  return useSessionCall((id: string) => `/${encodeURIComponent(id)}`);
}

export function useRevokeOtherSessions() {
  return useSessionCall<void>(() => "");
}

/** Leaves for the provider, which sends the browser back here. */
export function useConnectProvider() {
  return useMutation({
    mutationFn: (provider: string) =>
      request<{ url: string }>("/api/auth/link-social", {
        method: "POST",
        body: {
          provider,
          callbackURL: "/account",
          errorCallbackURL: "/account",
          disableRedirect: true,
        },
      }),
    onSuccess: ({ url }) => window.location.assign(url),
  });
}

export function useDisconnectProvider() {
  return useMutation({
    mutationFn: (providerId: string) =>
      request<unknown>("/api/auth/unlink-account", { method: "POST", body: { providerId } }),
  });
}

function useSessionCall<Input>(toPath: (input: Input) => string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: Input) =>
      request<unknown>(`/api/account/sessions${toPath(input)}`, { method: "DELETE" }),
    onSettled: () => client.invalidateQueries({ queryKey: accountQueries.sessions().queryKey }),
  });
}

/** A full page load afterwards: nothing of the session may stay in memory. */
export async function signOut(): Promise<void> {
  await request<unknown>("/api/auth/sign-out", { method: "POST", body: {} });
  window.location.assign("/sign-in");
}
