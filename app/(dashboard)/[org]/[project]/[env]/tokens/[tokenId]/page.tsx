import type { Metadata } from "next";
import type { ReactNode } from "react";
import { withAbsoluteUrl } from "#app/_lib/absolute-url.ts";
import { type EnvironmentParams, Prefetch } from "#app/_lib/prefetch.tsx";
import { tokenQueries } from "#components/tokens/queries.ts";
import { TokenPage } from "#components/tokens/token-page.tsx";
import { getWaitpoint } from "#worker/services/waitpoints/get.ts";
import { listRunsOfWaitpoint } from "#worker/services/waitpoints/list-runs.ts";

type Props = { params: Promise<EnvironmentParams & { tokenId: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: decodeURIComponent((await params).tokenId) };
}

export default async function Page({ params }: Props): Promise<ReactNode> {
  const tokenId = decodeURIComponent((await params).tokenId);
  return (
    <Prefetch
      params={params}
      queries={(ctx, environmentId) => [
        {
          queryKey: tokenQueries.detail(environmentId, tokenId).queryKey,
          read: async () => withAbsoluteUrl(await getWaitpoint(ctx, tokenId)),
        },
        {
          queryKey: tokenQueries.runs(environmentId, tokenId).queryKey,
          read: () => listRunsOfWaitpoint(ctx, tokenId),
        },
      ]}
    >
      <TokenPage key={tokenId} tokenId={tokenId} />
    </Prefetch>
  );
}
