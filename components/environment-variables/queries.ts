import { queryOptions } from "@tanstack/react-query";
import { request } from "#components/api/client.ts";
import type { EnvironmentView, VariableView } from "#worker/domain/views.ts";

export type VariablesPlace = { projectRef: string; environment: EnvironmentView };

export const variableQueries = {
  key: (environmentId: string) => ["environment-variables", environmentId] as const,

  list: ({ projectRef, environment }: VariablesPlace) =>
    queryOptions({
      queryKey: variableQueries.key(environment.id),
      queryFn: ({ signal }) =>
        request<VariableView[]>(variablesPath({ projectRef, environment }), {
          environmentId: environment.id,
          signal,
        }),
    }),
};

export function variablesPath({ projectRef, environment }: VariablesPlace): string {
  return `/api/v1/projects/${encodeURIComponent(projectRef)}/envvars/${encodeURIComponent(environment.slug)}`;
}
