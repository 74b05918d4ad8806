"use client";

import type { ReactNode } from "react";
import { FilterInput } from "#components/data-table/filter-input.tsx";
import { MultiSelectFilter } from "#components/data-table/multi-select-filter.tsx";
import { PageTurn, type PageTurnProps } from "#components/data-table/page-turn.tsx";
import { FilterRow } from "#components/layout/page-header.tsx";
import { Button } from "#components/ui/button.tsx";
import { TOKEN_STATUS, TokenStatusIcon } from "./token-status.tsx";
import { hasFilters, TOKEN_STATUSES, type TokensSearch } from "./tokens-search.ts";

export type TokensFilterBarProps = {
  search: TokensSearch;
  /** What stands in the field, which is ahead of the address while somebody types. */
  text: string;
  onText: (text: string) => void;
  onSearch: (next: TokensSearch) => void;
  pagination: PageTurnProps["pagination"];
};

const STATUS_OPTIONS = TOKEN_STATUSES.map((status) => ({
  value: status,
  label: TOKEN_STATUS[status].label,
  icon: <TokenStatusIcon status={status} />,
}));

export function TokensFilterBar(props: TokensFilterBarProps): ReactNode {
  const { search, text, onText, onSearch, pagination } = props;
  const { statuses } = search;
  return (
    <FilterRow>
      <div className="flex min-w-0 flex-1 items-center gap-2 overflow-x-auto py-1">
        <MultiSelectFilter
          name="Status"
          shortcut="f"
          options={STATUS_OPTIONS}
          selected={statuses}
          onChange={(chosen) =>
            onSearch({
              text: search.text,
              statuses: TOKEN_STATUSES.filter((status) => chosen.includes(status)),
            })
          }
        />
        <FilterInput value={text} onChange={onText} label="Tag or token id" />
        {hasFilters(search) && (
          <Button
            variant="ghost"
            size="small"
            className="shrink-0"
            onClick={() => {
              onText("");
              onSearch({ statuses: [], text: "" });
            }}
          >
            Clear filters
          </Button>
        )}
      </div>
      <PageTurn
        pagination={pagination}
        onTurn={(cursor) => onSearch({ statuses, text: search.text, cursor })}
      />
    </FilterRow>
  );
}
