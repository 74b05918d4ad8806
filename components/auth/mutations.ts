"use client";

import { useMutation } from "@tanstack/react-query";
import { request } from "#components/api/client.ts";

/** Both end with a full page load, so that every part of the app starts with the new session. */
export function useSignIn(next: string) {
  return useMutation({
    mutationFn: (credentials: { email: string; password: string }) =>
      request<unknown>("/api/auth/sign-in/email", { method: "POST", body: credentials }),
    onSuccess: () => window.location.assign(next),
  });
}

export function useSetup() {
  return useMutation({
    mutationFn: (account: { name: string; email: string; password: string }) =>
      request<{ redirectTo: string }>("/api/setup", { method: "POST", body: account }),
    onSuccess: ({ redirectTo }) => window.location.assign(redirectTo),
  });
}
