"use client";

import { Check } from "lucide-react";
import { DropdownMenu as Primitive } from "radix-ui";
import type { ComponentProps, ReactNode } from "react";
import { cn } from "./cn.ts";
import { FLOATING_STYLE, ITEM_STYLE } from "./menu-style.ts";

/** Not modal: a menu does not have to hide the rest of the page from screen readers. */
export function DropdownMenu(props: ComponentProps<typeof Primitive.Root>): ReactNode {
  return <Primitive.Root modal={false} {...props} />;
}

export const DropdownMenuTrigger = Primitive.Trigger;
export const DropdownMenuRadioGroup = Primitive.RadioGroup;

export function DropdownMenuContent(props: ComponentProps<typeof Primitive.Content>): ReactNode {
  const { className, ...rest } = props;
  return (
    <Primitive.Portal>
      <Primitive.Content
        sideOffset={4}
        collisionPadding={8}
        align="start"
        {...rest}
        className={cn(
          FLOATING_STYLE,
          "max-h-(--radix-dropdown-menu-content-available-height) min-w-48 max-w-[min(24rem,90vw)] overflow-y-auto p-1",
          className,
        )}
      />
    </Primitive.Portal>
  );
}

export function DropdownMenuItem(props: ComponentProps<typeof Primitive.Item>): ReactNode {
  const { className, ...rest } = props;
  return <Primitive.Item {...rest} className={cn(ITEM_STYLE, className)} />;
}

export function DropdownMenuRadioItem(
  props: ComponentProps<typeof Primitive.RadioItem>,
): ReactNode {
  const { className, children, ...rest } = props;
  return (
    <Primitive.RadioItem {...rest} className={cn(ITEM_STYLE, className)}>
      {children}
      <Primitive.ItemIndicator className="ml-auto">
        <Check aria-hidden className="size-3.5" />
      </Primitive.ItemIndicator>
    </Primitive.RadioItem>
  );
}

export function DropdownMenuLabel({ children }: { children: ReactNode }): ReactNode {
  return (
    <Primitive.Label className="truncate px-2 pt-2 pb-1 font-medium text-caption text-text-muted">
      {children}
    </Primitive.Label>
  );
}

export function DropdownMenuSeparator(): ReactNode {
  return <Primitive.Separator className="-mx-1 my-1 h-px bg-border" />;
}
