"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { usePathname, useSearchParams } from "next/navigation";
import { type ReactNode, useMemo, useState } from "react";
import { describeError } from "#components/api/api-error.ts";
import { PageHeader } from "#components/layout/page-header.tsx";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { ErrorCallout } from "#components/ui/error-callout.tsx";
import { useEnvironmentId } from "#components/workspace/environment-context.tsx";
import { CompleteDialog } from "./complete-dialog.tsx";
import { NoTokensYet } from "./no-tokens-yet.tsx";
import { tokenQueries } from "./queries.ts";
import { TokenTable } from "./token-table.tsx";
import { TokenTableSkeleton } from "./token-table-skeleton.tsx";
import { TokensFilterBar } from "./tokens-filter-bar.tsx";
import {
  formatTokensSearch,
  hasFilters,
  parseTokensSearch,
  type TokensSearch,
} from "./tokens-search.ts";

/** Tokens do not travel on the feed of runs. */
const LOOK_MS = 3_000;

export function TokensPage(): ReactNode {
  const environmentId = useEnvironmentId();
  const [search, setSearch] = useTokensSearch();
  const [text, setText] = useState(search.text);
  const [completedId, setCompletedId] = useState<string>();
  const tokens = useQuery({
    ...tokenQueries.list(environmentId, search),
    refetchInterval: LOOK_MS,
    placeholderData: keepPreviousData,
  });
  const rows = tokens.data?.data;
  const isNew = rows?.length === 0 && !hasFilters(search) && search.cursor === undefined;
  return (
    <>
      <PageHeader title="Waitpoint tokens" />
      {!isNew && (
        <TokensFilterBar
          search={search}
          text={text}
          onText={(next) => {
            setText(next);
            setSearch({ statuses: search.statuses, text: next.trim() });
          }}
          onSearch={setSearch}
          pagination={tokens.data?.pagination}
        />
      )}
      {tokens.isPending && <TokenTableSkeleton />}
      {tokens.isError && rows === undefined && (
        <div className="p-4">
          <ErrorCallout
            title="The tokens could not be loaded"
            {...describeError(tokens.error)}
            onRetry={() => void tokens.refetch()}
          />
        </div>
      )}
      {isNew && <NoTokensYet />}
      {rows?.length === 0 && !isNew && (
        <EmptyState title="No tokens match these filters">
          <div>
            <Button
              onClick={() => {
                setText("");
                setSearch({ statuses: [], text: "" });
              }}
            >
              Clear filters
            </Button>
          </div>
        </EmptyState>
      )}
      {rows !== undefined && rows.length > 0 && (
        <TokenTable tokens={rows} onComplete={setCompletedId} />
      )}
      <CompleteDialog tokenId={completedId} onClose={() => setCompletedId(undefined)} />
    </>
  );
}

/** In the address: reload, share and Back restore it. */
function useTokensSearch(): [TokensSearch, (next: TokensSearch) => void] {
  const params = useSearchParams();
  const pathname = usePathname();
  const search = useMemo(() => parseTokensSearch(params), [params]);
  const setSearch = (next: TokensSearch) => {
    const text = formatTokensSearch(next);
    const address = text === "" ? pathname : `${pathname}?${text}`;
    // What is typed letter by letter is one step back, not many.
    if (next.text === search.text) window.history.pushState(null, "", address);
    else window.history.replaceState(null, "", address);
  };
  return [search, setSearch];
}
