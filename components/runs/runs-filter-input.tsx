"use client";

import { Search } from "lucide-react";
import { type KeyboardEvent, type ReactNode, useId, useRef, useState } from "react";
import { cn } from "#components/ui/cn.ts";
import { FLOATING_STYLE } from "#components/ui/menu-style.ts";
import { useShortcut } from "#components/ui/shortcuts.tsx";
import type { FilterSuggestion } from "./filter-suggestion.ts";
import { filterTokens } from "./filter-tokens.ts";
import type { RunsSearch } from "./runs-search.ts";
import { useFilterSuggestions } from "./use-filter-suggestions.ts";

const NEEDS_ID = /^(batch|bulk action|schedule):/i;

type Props = { search: RunsSearch; onSearch: (next: RunsSearch) => void };

/** Type what to filter by: names, values, ids, or a condition on a field. Arrows choose, Enter adds. */
export function RunsFilterInput({ search, onSearch }: Props): ReactNode {
  const input = useRef<HTMLInputElement>(null);
  const listId = useId();
  const [text, setText] = useState("");
  const [isOpen, setIsOpen] = useState(false);
  const [chosen, setChosen] = useState(0);
  const { isReady, suggestions } = useFilterSuggestions(text, search, isOpen);
  const active = suggestions[Math.min(chosen, suggestions.length - 1)];
  useShortcut({ keys: "f", label: "Filter runs", run: () => input.current?.focus() });
  useShortcut({
    keys: "/",
    label: "Filter runs",
    isListed: false,
    run: () => input.current?.focus(),
  });
  const type = (next: string) => {
    setText(next);
    setChosen(0);
    setIsOpen(true);
  };
  const pick = (suggestion: FilterSuggestion | undefined) => {
    if (suggestion === undefined) return;
    if (suggestion.kind === "NAME") return type(suggestion.text);
    onSearch(suggestion.search);
    type("");
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const step = event.key === "ArrowDown" ? 1 : suggestions.length - 1;
      setIsOpen(true);
      setChosen((at) => (at + step) % Math.max(1, suggestions.length));
    } else if (event.key === "Enter") pick(isOpen ? active : undefined);
    else if (event.key === "Escape") {
      setIsOpen(false);
      if (text === "") event.currentTarget.blur();
      setText("");
    } else if (event.key === "Backspace" && text === "") {
      const last = filterTokens(search).at(-1);
      if (last) onSearch(last.rest);
      return;
    } else return;
    event.preventDefault();
  };
  return (
    <div className="relative min-w-40 flex-1">
      <Search aria-hidden className="absolute top-1.5 left-1 size-4 text-text-muted" />
      <input
        ref={input}
        role="combobox"
        aria-label="Filter runs"
        aria-expanded={isOpen}
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={
          isOpen && active ? `${listId} ${active.id}`.replaceAll(" ", "-") : undefined
        }
        placeholder="Filter by status, task, tag, payload.userId = 42…"
        autoComplete="off"
        spellCheck={false}
        className="h-7 w-full bg-transparent pr-2 pl-6.5 text-body outline-none placeholder:text-text-muted"
        value={text}
        onChange={(event) => type(event.target.value)}
        onFocus={() => setIsOpen(true)}
        onBlur={() => setIsOpen(false)}
        onKeyDown={onKeyDown}
      />
      {isOpen && (
        <div
          id={listId}
          role="listbox"
          aria-label="Filters"
          className={cn(
            FLOATING_STYLE,
            "absolute top-8 left-0 z-40 max-h-80 w-[min(26rem,90vw)] overflow-y-auto p-1",
          )}
        >
          {suggestions.map((suggestion) => (
            <Suggestion
              key={suggestion.id}
              id={`${listId} ${suggestion.id}`.replaceAll(" ", "-")}
              suggestion={suggestion}
              isActive={suggestion === active}
              onPick={() => pick(suggestion)}
            />
          ))}
          {isReady && suggestions.length === 0 && (
            <p className="px-2 py-3 text-text-muted">
              {NEEDS_ID.test(text)
                ? "None of the newest is called so. Of another one, paste the whole id."
                : "Nothing of that name. A field is written as payload.userId = 42."}
            </p>
          )}
        </div>
      )}
    </div>
  );
}

function Suggestion(props: {
  id: string;
  suggestion: FilterSuggestion;
  isActive: boolean;
  onPick: () => void;
}): ReactNode {
  const { id, suggestion, isActive, onPick } = props;
  return (
    <div
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={isActive}
      ref={(element) => {
        if (isActive) element?.scrollIntoView({ block: "nearest" });
      }}
      // Before the field loses its focus.
      onMouseDown={(event) => {
        event.preventDefault();
        onPick();
      }}
      className="flex min-h-8 min-w-0 items-center gap-2 rounded-control px-2 hover:bg-raised aria-selected:bg-raised pointer-coarse:min-h-11"
    >
      {suggestion.kind === "FILTER" && (
        <span className="w-20 shrink-0 truncate text-caption text-text-muted">
          {suggestion.name}
        </span>
      )}
      <span className="min-w-0 truncate" title={suggestion.label}>
        {suggestion.label}
      </span>
      {suggestion.hint && (
        <span className="min-w-0 truncate text-caption text-text-muted" title={suggestion.hint}>
          {suggestion.hint}
        </span>
      )}
    </div>
  );
}
