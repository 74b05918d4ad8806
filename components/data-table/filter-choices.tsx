"use client";

import { Command } from "cmdk";
import { Check } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "#components/ui/cn.ts";
import type { FilterOption } from "./filter-option.ts";

export type FilterChoicesProps = {
  label: string;
  options: readonly FilterOption[];
  selected: readonly string[];
  onToggle: (value: string) => void;
};

/** A searchable list with checks. */
export function FilterChoices(props: FilterChoicesProps): ReactNode {
  const { label, options, selected, onToggle } = props;
  return (
    <Command loop label={label}>
      <Command.Input
        placeholder={`${label}…`}
        className="h-9 w-full border-border border-b bg-transparent px-3 text-body outline-none placeholder:text-text-muted"
      />
      <Command.List className="max-h-72 overflow-y-auto p-1">
        <Command.Empty className="px-2 py-4 text-text-muted">Nothing found</Command.Empty>
        {options.map((option) => (
          <Command.Item
            key={option.value}
            value={option.value}
            keywords={[option.label]}
            onSelect={() => onToggle(option.value)}
            className="flex min-h-8 min-w-0 items-center gap-2 rounded-control px-2 data-[selected=true]:bg-raised pointer-coarse:min-h-11"
          >
            <Check
              aria-label={selected.includes(option.value) ? "chosen" : undefined}
              className={cn("size-3.5 shrink-0", !selected.includes(option.value) && "invisible")}
            />
            {option.icon}
            <span className="min-w-0 truncate" title={option.label}>
              {option.label}
            </span>
          </Command.Item>
        ))}
      </Command.List>
    </Command>
  );
}
