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

export type ProviderFlow = { next: string; errorPath: string; invitation?: string };

/** Leaves for the provider, which sends the browser back. */
export function useProviderSignIn({ next, errorPath, invitation }: ProviderFlow) {
  return useMutation({
    mutationFn: (provider: string) =>
      request<{ url: string }>("/api/auth/sign-in/social", {
        method: "POST",
        body: {
          provider,
          callbackURL: next,
          errorCallbackURL: errorPath,
          disableRedirect: true,
          ...(invitation !== undefined && { requestSignUp: true, additionalData: { invitation } }),
        },
      }),
    onSuccess: ({ url }) => window.location.assign(url),
  });
}

export function useSetup() {
  return useMutation({
    mutationFn: (account: { name: string; email: string; password: string }) =>
      request<{ redirectTo: string }>("/api/setup", { method: "POST", body: account }),
    onSuccess: ({ redirectTo }) => window.location.assign(redirectTo),
  });
}

/** An account for whoever holds an invitation's link. */
export function useRegister(token: string) {
  return useMutation({
    mutationFn: (account: { name: string; email: string; password: string }) =>
      request<{ redirectTo: string }>(`${invitationApi(token)}/register`, {
        method: "POST",
        body: account,
      }),
    onSuccess: ({ redirectTo }) => window.location.assign(redirectTo),
  });
}

export function useJoin(token: string) {
  return useMutation({
    mutationFn: () =>
      request<{ redirectTo: string }>(`${invitationApi(token)}/accept`, { method: "POST" }),
    onSuccess: ({ redirectTo }) => window.location.assign(redirectTo),
  });
}

/** Stays on the page, which then asks again who is there. */
export function useSignOutHere() {
  return useMutation({
    mutationFn: () => request<unknown>("/api/auth/sign-out", { method: "POST", body: {} }),
    onSuccess: () => window.location.reload(),
  });
}

function invitationApi(token: string): string {
  return `/api/v1/invitations/${encodeURIComponent(token)}`;
}
