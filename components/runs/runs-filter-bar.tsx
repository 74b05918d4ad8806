"use client";

import { X } from "lucide-react";
import type { ReactNode } from "react";
import { PageTurn } from "#components/data-table/page-turn.tsx";
import { FilterRow } from "#components/layout/page-header.tsx";
import { Button } from "#components/ui/button.tsx";
import type { CursorPage, RunListItem } from "#sdk/wire/api.ts";
import { ColumnChoice } from "./column-choice.tsx";
import { type FilterToken, filterTokens } from "./filter-tokens.ts";
import { RunsFilterInput } from "./runs-filter-input.tsx";
import { NO_FILTERS, type RunsSearch, withoutPage } from "./runs-search.ts";
import { SavedViews } from "./saved-views.tsx";

export type RunsFilterBarProps = {
  search: RunsSearch;
  onSearch: (next: RunsSearch) => void;
  pagination: CursorPage<RunListItem>["pagination"] | undefined;
};

/** What the list is filtered by, as chips, and a field to add to it; views, columns and pages beside. */
export function RunsFilterBar({ search, onSearch, pagination }: RunsFilterBarProps): ReactNode {
  const tokens = filterTokens(search);
  return (
    <FilterRow>
      <div className="flex min-w-0 flex-1 flex-wrap items-center gap-1.5 py-1">
        {tokens.map((token) => (
          <Chip key={token.id} token={token} onRemove={() => onSearch(token.rest)} />
        ))}
        <RunsFilterInput search={search} onSearch={onSearch} />
        {tokens.length > 0 && (
          <Button variant="ghost" size="small" onClick={() => onSearch(NO_FILTERS)}>
            Clear filters
          </Button>
        )}
      </div>
      <div className="flex shrink-0 items-center gap-1">
        <SavedViews search={search} onSearch={onSearch} />
        <ColumnChoice />
        <PageTurn
          pagination={pagination}
          onTurn={(cursor) => onSearch({ ...withoutPage(search), cursor })}
        />
      </div>
    </FilterRow>
  );
}

function Chip({ token, onRemove }: { token: FilterToken; onRemove: () => void }): ReactNode {
  return (
    <span className="flex h-6 min-w-0 max-w-72 items-center rounded-control border border-border-strong text-caption">
      <span className="shrink-0 pl-2 text-text-muted">{token.name}</span>
      <span title={token.value} className="min-w-0 truncate px-1.5 text-accent">
        {token.value}
      </span>
      <button
        type="button"
        aria-label={`Remove the filter ${token.name} ${token.value}`}
        onClick={onRemove}
        className="hit-area flex h-full shrink-0 items-center px-1 text-text-muted hover:text-text"
      >
        <X aria-hidden className="size-3" />
      </button>
    </span>
  );
}
