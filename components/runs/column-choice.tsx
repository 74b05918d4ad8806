"use client";

import { Columns3 } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "#components/ui/button.tsx";
import { Checkbox } from "#components/ui/checkbox.tsx";
import { Popover, PopoverContent, PopoverTrigger } from "#components/ui/popover.tsx";
import { FIXED_COLUMNS, RUN_COLUMNS } from "./run-columns.ts";
import { useRunColumns } from "./use-run-columns.ts";

export function ColumnChoice(): ReactNode {
  const [shown, toggle] = useRunColumns();
  return (
    <Popover>
      <PopoverTrigger asChild>
        <Button size="icon" variant="ghost" label="Choose columns">
          <Columns3 aria-hidden className="size-4" />
        </Button>
      </PopoverTrigger>
      <PopoverContent align="end" aria-label="Columns" className="w-48 p-1">
        {RUN_COLUMNS.filter(({ id }) => !FIXED_COLUMNS.has(id)).map((column) => (
          <label
            key={column.id}
            htmlFor={`column-${column.id}`}
            className="flex h-8 items-center gap-2 rounded-control px-2 hover:bg-raised"
          >
            <Checkbox
              id={`column-${column.id}`}
              checked={shown.includes(column)}
              onCheckedChange={() => toggle(column.id)}
            />
            {column.header}
          </label>
        ))}
      </PopoverContent>
    </Popover>
  );
}
