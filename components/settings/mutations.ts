"use client";

import { useMutation } from "@tanstack/react-query";
import { request } from "#components/api/client.ts";
import { organizationApi } from "#components/members/queries.ts";
import { usePlace } from "#components/workspace/environment-context.tsx";

export function useRenameOrganization() {
  const { organization } = usePlace();
  return useMutation({
    mutationFn: (name: string) =>
      request<unknown>(organizationApi(organization.slug), { method: "PATCH", body: { name } }),
  });
}

export function useRenameProject() {
  const { organization, project } = usePlace();
  return useMutation({
    mutationFn: (name: string) =>
      request<unknown>(projectApi(organization.slug, project.slug), {
        method: "PATCH",
        body: { name },
      }),
  });
}

export function projectApi(org: string, project: string): string {
  return `${organizationApi(org)}/projects/${encodeURIComponent(project)}`;
}
