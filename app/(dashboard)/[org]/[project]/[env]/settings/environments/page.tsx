import type { Metadata } from "next";
import type { ReactNode } from "react";
import { type EnvironmentParams, Prefetch } from "#app/_lib/prefetch.tsx";
import { EnvironmentsPage } from "#components/environments/environments-page.tsx";
import { environmentQueries } from "#components/environments/queries.ts";
import { listEnvironments } from "#worker/services/environments/list.ts";

export const metadata: Metadata = { title: "Environments" };

export default function Page({ params }: { params: Promise<EnvironmentParams> }): ReactNode {
  return (
    <Prefetch
      params={params}
      queries={(ctx) => {
        const { organization, project } = ctx.environment;
        return [
          {
            queryKey: environmentQueries.list(organization.slug, project.slug).queryKey,
            read: async () => ({
              data: await listEnvironments({ ...ctx, organization }, project.slug),
            }),
          },
        ];
      }}
    >
      <EnvironmentsPage />
    </Prefetch>
  );
}
