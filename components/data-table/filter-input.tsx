"use client";

import { Search } from "lucide-react";
import { type ReactNode, useRef } from "react";
import { Input } from "#components/ui/input.tsx";
import { useShortcut } from "#components/ui/shortcuts.tsx";

export type FilterInputProps = {
  value: string;
  onChange: (value: string) => void;
  /** Both the placeholder and the accessible name, such as "Filter tasks". */
  label: string;
};

/** Narrows a list that is already here. `/` focuses it, Esc empties and leaves it. */
export function FilterInput({ value, onChange, label }: FilterInputProps): ReactNode {
  const input = useRef<HTMLInputElement>(null);
  useShortcut({ keys: "/", label, run: () => input.current?.focus() });
  return (
    <div className="relative w-full max-w-72">
      <Search aria-hidden className="absolute top-1.5 left-2 size-4 text-text-muted" />
      <Input
        ref={input}
        type="search"
        aria-label={label}
        placeholder={label}
        className="h-7 pl-7.5"
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== "Escape") return;
          onChange("");
          event.currentTarget.blur();
        }}
      />
    </div>
  );
}
