"use client";

import { useMutation } from "@tanstack/react-query";
import { request } from "#components/api/client.ts";
import { organizationApi } from "#components/workspace/api-paths.ts";
import { environmentPath } from "#components/workspace/paths.ts";

/** Both end with a full page load: the server draws what one may switch between. */
export function useCreateProject() {
  return useMutation({
    mutationFn: ({ org, name }: { org: string; name: string }) =>
      request<{ slug: string }>(`${organizationApi(org)}/projects`, {
        method: "POST",
        body: { name },
      }),
    onSuccess: ({ slug }, { org }) => enter({ org, project: slug }),
  });
}

export function useCreateOrganization() {
  return useMutation({
    mutationFn: (body: { name: string; projectName: string }) =>
      request<{ slug: string; projectSlug: string }>("/api/v1/orgs", { method: "POST", body }),
    onSuccess: ({ slug, projectSlug }) => enter({ org: slug, project: projectSlug }),
  });
}

function enter(place: { org: string; project: string }): void {
  window.location.assign(`${environmentPath({ ...place, env: "dev" })}/tasks`);
}
