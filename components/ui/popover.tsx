"use client";

import { Popover as Primitive } from "radix-ui";
import type { ComponentProps, ReactNode } from "react";
import { cn } from "./cn.ts";
import { FLOATING_STYLE } from "./menu-style.ts";
import { ShortcutLayer } from "./shortcuts.tsx";

export const Popover = Primitive.Root;
export const PopoverTrigger = Primitive.Trigger;

export function PopoverContent(props: ComponentProps<typeof Primitive.Content>): ReactNode {
  const { className, children, ...rest } = props;
  return (
    <Primitive.Portal>
      <Primitive.Content
        sideOffset={4}
        collisionPadding={8}
        align="start"
        {...rest}
        className={cn(FLOATING_STYLE, "max-w-[calc(100vw-1rem)]", className)}
      >
        <ShortcutLayer>{children}</ShortcutLayer>
      </Primitive.Content>
    </Primitive.Portal>
  );
}
