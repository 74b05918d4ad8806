"use client";

import { Check, Minus } from "lucide-react";
import type { ComponentProps, ReactNode } from "react";
import { cn } from "./cn.ts";

export type CheckboxProps = Omit<ComponentProps<"button">, "type" | "role" | "children"> & {
  checked?: boolean | "indeterminate";
  onCheckedChange?: (isChecked: boolean) => void;
};

/** A button, which is what rows with a link over them and labels can hold alike. Space presses it; Enter is the form's. */
export function Checkbox(props: CheckboxProps): ReactNode {
  const { className, checked = false, onCheckedChange, onClick, onKeyDown, ...rest } = props;
  const isSome = checked === "indeterminate";
  return (
    // biome-ignore lint/a11y/useSemanticElements: an input cannot be drawn as these are, nor be indeterminate without a script.
    <button
      {...rest}
      type="button"
      role="checkbox"
      aria-checked={isSome ? "mixed" : checked}
      onKeyDown={(event) => {
        onKeyDown?.(event);
        if (event.key === "Enter") event.preventDefault();
      }}
      onClick={(event) => {
        onClick?.(event);
        if (!event.defaultPrevented) onCheckedChange?.(checked !== true);
      }}
      className={cn(
        "hit-area flex size-4 shrink-0 items-center justify-center rounded-small border border-text-muted/70 bg-background text-accent-text aria-[checked=mixed]:border-accent aria-[checked=true]:border-accent aria-[checked=mixed]:bg-accent aria-[checked=true]:bg-accent",
        className,
      )}
    >
      {isSome && <Minus aria-hidden className="size-3" />}
      {checked === true && <Check aria-hidden className="size-3" strokeWidth={3} />}
    </button>
  );
}
