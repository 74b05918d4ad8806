"use client";

import { useMutation } from "@tanstack/react-query";
import { request } from "#components/api/client.ts";
import { organizationApi, projectApi } from "#components/workspace/api-paths.ts";
import { usePlace } from "#components/workspace/environment-context.tsx";

function useOrganizationApi(): string {
  return organizationApi(usePlace().organization.slug);
}

function useProjectApi(): string {
  const { organization, project } = usePlace();
  return projectApi(organization.slug, project.slug);
}

function useRename(path: string) {
  return useMutation({
    mutationFn: (name: string) => request<unknown>(path, { method: "PATCH", body: { name } }),
  });
}

/** Ends with a full page load: nothing of what is gone may stay on screen. */
function useDelete(path: string) {
  return useMutation({
    mutationFn: () => request<unknown>(path, { method: "DELETE" }),
    onSuccess: () => window.location.assign("/"),
  });
}

export function useRenameOrganization() {
  return useRename(useOrganizationApi());
}

export function useRenameProject() {
  return useRename(useProjectApi());
}

export function useDeleteOrganization() {
  return useDelete(useOrganizationApi());
}

export function useDeleteProject() {
  return useDelete(useProjectApi());
}
