"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { describeError } from "#components/api/api-error.ts";
import { request } from "#components/api/client.ts";
import { usePlace } from "#components/workspace/environment-context.tsx";
import type { EnvironmentView } from "#worker/domain/views.ts";
import { type VariablesPlace, variableQueries, variablesPath } from "./queries.ts";

export type NewVariables = {
  environments: readonly EnvironmentView[];
  variables: Record<string, string>;
  isSecret: boolean;
};

/** Each environment takes all of them or none; says which of them did not. */
export class PartlySaved extends Error {
  override readonly name = "PartlySaved";
}

export function useSaveVariables() {
  const { project } = usePlace();
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({ environments, variables, isSecret }: NewVariables) => {
      const outcomes = await Promise.allSettled(
        environments.map((environment) =>
          request<unknown>(`${variablesPath({ projectRef: project.ref, environment })}/import`, {
            method: "POST",
            environmentId: environment.id,
            body: { variables, isSecret, override: true },
          }),
        ),
      );
      const failures = outcomes.flatMap((outcome, index) =>
        outcome.status === "rejected"
          ? [`${environments[index]?.name}: ${describeError(outcome.reason).message}`]
          : [],
      );
      if (failures.length > 0) throw new PartlySaved(failures.join(" "));
    },
    onSettled: () => client.invalidateQueries({ queryKey: ["environment-variables"] }),
  });
}

export function useUpdateVariable() {
  const place = useVariablesPlace();
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ name, ...change }: { name: string; value?: string; isSecret?: true }) =>
      request<unknown>(`${variablesPath(place)}/${encodeURIComponent(name)}`, {
        method: "PUT",
        environmentId: place.environment.id,
        body: change,
      }),
    onSettled: () => client.invalidateQueries({ queryKey: variableQueries.list(place).queryKey }),
  });
}

export function useDeleteVariable() {
  const place = useVariablesPlace();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (name: string) =>
      request<unknown>(`${variablesPath(place)}/${encodeURIComponent(name)}`, {
        method: "DELETE",
        environmentId: place.environment.id,
      }),
    onSettled: () => client.invalidateQueries({ queryKey: variableQueries.list(place).queryKey }),
  });
}

export function useVariablesPlace(): VariablesPlace {
  const { project, environment } = usePlace();
  return { projectRef: project.ref, environment };
}
