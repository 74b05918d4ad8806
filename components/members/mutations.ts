"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { request } from "#components/api/client.ts";
import { organizationApi } from "#components/workspace/api-paths.ts";
import { usePlace } from "#components/workspace/environment-context.tsx";
import type { MemberRole } from "#worker/domain/permissions.ts";
import { memberQueries } from "./queries.ts";

type Call = { path: string; method: "POST" | "PATCH" | "DELETE"; body?: unknown };

/** A change of the organization's members or invitations; the list is read again whatever became of it. */
function useMemberCall<Input, Output>(toCall: (input: Input) => Call) {
  const { slug } = usePlace().organization;
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: Input) => {
      const { path, ...options } = toCall(input);
      return request<Output>(`${organizationApi(slug)}/${path}`, options);
    },
    onSettled: () => client.invalidateQueries({ queryKey: memberQueries.list(slug).queryKey }),
  });
}

export type NewInvitation = { role: MemberRole; validDays: number; email?: string };

export function useInvite() {
  return useMemberCall<NewInvitation, { id: string; url: string }>((body) => ({
    path: "invitations",
    method: "POST",
    body,
  }));
}

export function useRevokeInvitation() {
  return useMemberCall<string, unknown>((id) => ({
    path: `invitations/${encodeURIComponent(id)}`,
    method: "DELETE",
  }));
}

export function useChangeRole() {
  return useMemberCall<{ userId: string; role: MemberRole }, unknown>(({ userId, role }) => ({
    path: `members/${encodeURIComponent(userId)}`,
    method: "PATCH",
    body: { role },
  }));
}

/** Of oneself, it is leaving. */
export function useRemoveMember() {
  return useMemberCall<string, unknown>((userId) => ({
    path: `members/${encodeURIComponent(userId)}`,
    method: "DELETE",
  }));
}
