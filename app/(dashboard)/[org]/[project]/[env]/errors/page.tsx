import type { Metadata } from "next";
import type { ReactNode } from "react";
import { type EnvironmentParams, Prefetch } from "#app/_lib/prefetch.tsx";
import { ErrorsPage } from "#components/errors/errors-page.tsx";
import { errorQueries } from "#components/errors/queries.ts";
import { listErrors } from "#worker/services/errors/list.ts";
import { listErrorsQuery } from "#worker/services/errors/schemas.ts";

export const metadata: Metadata = { title: "Errors" };

export default function Page({ params }: { params: Promise<EnvironmentParams> }): ReactNode {
  return (
    <Prefetch
      params={params}
      queries={(ctx, environmentId) => [
        {
          queryKey: errorQueries.list(environmentId, { statuses: [], search: "", cursor: {} })
            .queryKey,
          read: () => listErrors(ctx, listErrorsQuery.parse({})),
        },
      ]}
    >
      <ErrorsPage />
    </Prefetch>
  );
}
