import type { Metadata } from "next";
import type { ReactNode } from "react";
import { type EnvironmentParams, Prefetch } from "#app/_lib/prefetch.tsx";
import { ErrorPage } from "#components/errors/error-page.tsx";
import { errorQueries } from "#components/errors/queries.ts";
import { getError } from "#worker/services/errors/get.ts";

export const metadata: Metadata = { title: "Error" };

type Props = { params: Promise<EnvironmentParams & { errorId: string }> };

export default async function Page({ params }: Props): Promise<ReactNode> {
  const { errorId } = await params;
  return (
    <Prefetch
      params={params}
      queries={(ctx, environmentId) => [
        {
          queryKey: errorQueries.detail(environmentId, errorId).queryKey,
          read: () => getError(ctx, errorId),
        },
      ]}
    >
      <ErrorPage errorId={errorId} />
    </Prefetch>
  );
}
