"use client";

import { useMutation } from "@tanstack/react-query";
import { request } from "#components/api/client.ts";

export type AccountChange = {
  name?: string;
  email?: string;
  password?: string;
  currentPassword?: string;
};

export function useUpdateAccount() {
  return useMutation({
    mutationFn: (change: AccountChange) =>
      request<unknown>("/api/account", { method: "PATCH", body: change }),
  });
}

/** A full page load afterwards: nothing of the session may stay in memory. */
export async function signOut(): Promise<void> {
  await request<unknown>("/api/auth/sign-out", { method: "POST", body: {} });
  window.location.assign("/sign-in");
}
