"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { request } from "#components/api/client.ts";
import { queueQueries } from "#components/queues/queries.ts";
import { runQueries } from "#components/runs/queries.ts";
import { projectApi } from "#components/workspace/api-paths.ts";
import { usePlace } from "#components/workspace/environment-context.tsx";
import type { EnvironmentTone } from "#worker/domain/environments.ts";
import type { EnvironmentView } from "#worker/domain/views.ts";
import { environmentQueries } from "./queries.ts";

type Call = { path: string; method: "POST" | "PATCH" | "DELETE"; body?: object };

/** A change of the project's environments; the list and the switcher are read again whatever became of it. */
function useEnvironmentCall<Input, Output = unknown>(toCall: (input: Input) => Call) {
  const { organization, project } = usePlace();
  const client = useQueryClient();
  const router = useRouter();
  return useMutation({
    mutationFn: (input: Input) => {
      const { path, ...options } = toCall(input);
      const base = `${projectApi(organization.slug, project.slug)}/environments`;
      return request<Output>(`${base}${path}`, options);
    },
    onSettled: () => {
      router.refresh();
      const { queryKey } = environmentQueries.list(organization.slug, project.slug);
      return client.invalidateQueries({ queryKey });
    },
  });
}

export type NewEnvironment = {
  name: string;
  slug?: string;
  type: EnvironmentView["type"];
  tone?: EnvironmentTone;
};

export function useCreateEnvironment() {
  return useEnvironmentCall<NewEnvironment, { slug: string }>((body) => ({
    path: "",
    method: "POST",
    body,
  }));
}

export function useUpdateEnvironment() {
  return useEnvironmentCall<{ slug: string; name: string; tone: EnvironmentTone }>(
    ({ slug, ...body }) => ({ path: `/${encodeURIComponent(slug)}`, method: "PATCH", body }),
  );
}

export function useDeleteEnvironment() {
  return useEnvironmentCall<string>((slug) => ({
    path: `/${encodeURIComponent(slug)}`,
    method: "DELETE",
  }));
}

/** Of any environment of the project, not only the one that is shown. */
export function useSetLimit(environmentId: string) {
  const { organization, project } = usePlace();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (concurrencyLimit: number) =>
      request<unknown>("/api/v1/environment/concurrency", {
        method: "POST",
        environmentId,
        body: { concurrencyLimit },
      }),
    onSettled: () => {
      const { queryKey } = environmentQueries.list(organization.slug, project.slug);
      return Promise.all([
        client.invalidateQueries({ queryKey }),
        client.invalidateQueries({ queryKey: queueQueries.all(environmentId) }),
        // Why a run waits may be another reason now.
        client.invalidateQueries({ queryKey: runQueries.all(environmentId) }),
      ]);
    },
  });
}
