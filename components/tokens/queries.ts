import { queryOptions } from "@tanstack/react-query";
import { request } from "#components/api/client.ts";
import type { CursorPage, RunListItem } from "#sdk/wire/api.ts";
import type { WaitpointDetail, WaitpointObject } from "#sdk/wire/waitpoint.ts";
import { type TokensSearch, tokensApiQuery } from "./tokens-search.ts";

export const TOKENS_PAGE_SIZE = 25;

const PATH = "/api/v1/waitpoints/tokens";

export const tokenPath = (tokenId: string) => `${PATH}/${encodeURIComponent(tokenId)}`;

export const tokenQueries = {
  all: (environmentId: string) => ["tokens", environmentId] as const,

  list: (environmentId: string, search: TokensSearch) =>
    queryOptions({
      queryKey: [...tokenQueries.all(environmentId), "list", search] as const,
      queryFn: ({ signal }) => {
        const query = new URLSearchParams(tokensApiQuery(search, TOKENS_PAGE_SIZE));
        return request<CursorPage<WaitpointObject>>(`${PATH}?${query}`, { environmentId, signal });
      },
    }),

  detail: (environmentId: string, tokenId: string) =>
    queryOptions({
      queryKey: [...tokenQueries.all(environmentId), "detail", tokenId] as const,
      queryFn: ({ signal }) =>
        request<WaitpointDetail>(tokenPath(tokenId), { environmentId, signal }),
    }),

  runs: (environmentId: string, tokenId: string) =>
    queryOptions({
      queryKey: [...tokenQueries.all(environmentId), "runs", tokenId] as const,
      queryFn: ({ signal }) =>
        request<{ data: RunListItem[] }>(`${tokenPath(tokenId)}/runs`, { environmentId, signal }),
    }),
};
