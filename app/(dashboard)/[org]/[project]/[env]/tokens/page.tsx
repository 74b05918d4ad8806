import type { Metadata } from "next";
import type { ReactNode } from "react";
import { withAbsoluteUrl } from "#app/_lib/absolute-url.ts";
import { type EnvironmentParams, Prefetch } from "#app/_lib/prefetch.tsx";
import { TOKENS_PAGE_SIZE, tokenQueries } from "#components/tokens/queries.ts";
import { TokensPage } from "#components/tokens/tokens-page.tsx";
import { parseTokensSearch, tokensApiQuery } from "#components/tokens/tokens-search.ts";
import { listWaitpoints } from "#worker/services/waitpoints/list.ts";
import { listWaitpointsQuery } from "#worker/services/waitpoints/schemas.ts";

export const metadata: Metadata = { title: "Waitpoint tokens" };

type Props = {
  params: Promise<EnvironmentParams>;
  searchParams: Promise<Record<string, string | string[]>>;
};

export default async function Page({ params, searchParams }: Props): Promise<ReactNode> {
  const given = await searchParams;
  const search = parseTokensSearch({ get: (name) => [given[name] ?? ""].flat()[0] || null });
  const read = listWaitpointsQuery.parse(tokensApiQuery(search, TOKENS_PAGE_SIZE));
  return (
    <Prefetch
      params={params}
      queries={(ctx, environmentId) => [
        {
          queryKey: tokenQueries.list(environmentId, search).queryKey,
          read: async () => {
            const { data, pagination } = await listWaitpoints(ctx, read);
            return { data: data.map(withAbsoluteUrl), pagination };
          },
        },
      ]}
    >
      <TokensPage />
    </Prefetch>
  );
}
