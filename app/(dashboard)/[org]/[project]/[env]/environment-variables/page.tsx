import type { Metadata } from "next";
import type { ReactNode } from "react";
import { type EnvironmentParams, Prefetch } from "#app/_lib/prefetch.tsx";
import { variableQueries } from "#components/environment-variables/queries.ts";
import { VariablesPage } from "#components/environment-variables/variables-page.tsx";
import { listVariables } from "#worker/services/environment-variables/list.ts";

export const metadata: Metadata = { title: "Environment variables" };

export default function Page({ params }: { params: Promise<EnvironmentParams> }): ReactNode {
  return (
    <Prefetch
      params={params}
      queries={(ctx, environmentId) => [
        { queryKey: variableQueries.key(environmentId), read: () => listVariables(ctx) },
      ]}
    >
      <VariablesPage />
    </Prefetch>
  );
}
