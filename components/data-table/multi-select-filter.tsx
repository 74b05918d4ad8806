"use client";

import { ListFilter, X } from "lucide-react";
import dynamic from "next/dynamic";
import { type ReactNode, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { cn } from "#components/ui/cn.ts";
import { Popover, PopoverContent, PopoverTrigger } from "#components/ui/popover.tsx";
import type { FilterOption } from "./filter-option.ts";

/** With its search, which most visits never open. */
const FilterChoices = dynamic(() =>
  import("./filter-choices.tsx").then((module) => module.FilterChoices),
);

export type MultiSelectFilterProps = {
  /** What is filtered by, such as "Status". */
  name: string;
  options: readonly FilterOption[];
  selected: readonly string[];
  onChange: (selected: string[]) => void;
  shortcut?: string;
};

/** A button that says what is chosen, and a searchable list with checks behind it. */
export function MultiSelectFilter(props: MultiSelectFilterProps): ReactNode {
  const { name, options, selected, onChange, shortcut } = props;
  const [isOpen, setIsOpen] = useState(false);
  const labels = selected.map(
    (value) => options.find((one) => one.value === value)?.label ?? value,
  );
  const isActive = selected.length > 0;
  const toggle = (value: string) =>
    onChange(
      selected.includes(value) ? selected.filter((one) => one !== value) : [...selected, value],
    );
  return (
    <div className="flex min-w-0 shrink-0 items-center">
      <Popover open={isOpen} onOpenChange={setIsOpen}>
        <PopoverTrigger asChild>
          <Button
            size="small"
            shortcut={shortcut}
            label={`Filter by ${name.toLowerCase()}`}
            className={cn(
              "min-w-0 max-w-72",
              isActive ? "rounded-r-none border-r-0" : "border-dashed",
            )}
          >
            <ListFilter aria-hidden className="size-3.5 shrink-0 text-text-muted" />
            <span className="shrink-0">{name}</span>
            {isActive && (
              <span className="min-w-0 truncate border-border border-l pl-1.5 text-accent">
                {labels.length > 2 ? `${labels.length} chosen` : labels.join(", ")}
              </span>
            )}
          </Button>
        </PopoverTrigger>
        <PopoverContent aria-label={`Filter by ${name.toLowerCase()}`} className="w-64">
          <FilterChoices
            label={`Filter by ${name.toLowerCase()}`}
            options={options}
            selected={selected}
            onToggle={toggle}
          />
        </PopoverContent>
      </Popover>
      {isActive && (
        <Button
          size="small"
          aria-label={`Clear the ${name.toLowerCase()} filter`}
          className="rounded-l-none px-1.5"
          onClick={() => onChange([])}
        >
          <X aria-hidden className="size-3.5" />
        </Button>
      )}
    </div>
  );
}
