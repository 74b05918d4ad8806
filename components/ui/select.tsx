"use client";

import { Check, ChevronDown } from "lucide-react";
import { Select as Primitive } from "radix-ui";
import type { ReactNode } from "react";
import { cn } from "./cn.ts";
import { FLOATING_STYLE, ITEM_STYLE } from "./menu-style.ts";

export type SelectOption = { value: string; label: string; hint?: string };

export type SelectProps = {
  value: string;
  onValueChange: (value: string) => void;
  options: readonly SelectOption[];
  placeholder?: string;
  className?: string;
  id?: string;
  "aria-label"?: string;
  "aria-describedby"?: string | undefined;
  "aria-invalid"?: true | undefined;
};

export function Select(props: SelectProps): ReactNode {
  const { value, onValueChange, options, placeholder = "Select…", className, ...trigger } = props;
  return (
    <Primitive.Root value={value} onValueChange={onValueChange}>
      <Primitive.Trigger
        {...trigger}
        className={cn(
          "flex h-8 w-full min-w-0 items-center justify-between gap-2 rounded-control border border-border-strong bg-background px-2.5 text-body hover:bg-raised aria-invalid:border-danger data-placeholder:text-text-muted",
          className,
        )}
      >
        <span className="min-w-0 truncate">
          <Primitive.Value placeholder={placeholder} />
        </span>
        <Primitive.Icon>
          <ChevronDown aria-hidden className="size-3.5 text-text-muted" />
        </Primitive.Icon>
      </Primitive.Trigger>
      <Primitive.Portal>
        <Primitive.Content
          position="popper"
          sideOffset={4}
          collisionPadding={8}
          className={cn(
            FLOATING_STYLE,
            "max-h-(--radix-select-content-available-height) min-w-(--radix-select-trigger-width) max-w-[min(28rem,90vw)]",
          )}
        >
          <Primitive.Viewport className="p-1">
            {options.map((option) => (
              <Primitive.Item key={option.value} value={option.value} className={ITEM_STYLE}>
                <span className="flex size-3.5 shrink-0 items-center">
                  <Primitive.ItemIndicator>
                    <Check aria-hidden className="size-3.5" />
                  </Primitive.ItemIndicator>
                </span>
                <span className="min-w-0 flex-1 truncate">
                  <Primitive.ItemText>{option.label}</Primitive.ItemText>
                </span>
                {option.hint !== undefined && (
                  <span className="shrink-0 text-caption text-text-muted">{option.hint}</span>
                )}
              </Primitive.Item>
            ))}
          </Primitive.Viewport>
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}
