"use client";

import { Check, Minus } from "lucide-react";
import { Checkbox as Primitive } from "radix-ui";
import type { ComponentProps, ReactNode } from "react";
import { cn } from "./cn.ts";

export function Checkbox(props: ComponentProps<typeof Primitive.Root>): ReactNode {
  const { className, checked, ...rest } = props;
  return (
    <Primitive.Root
      {...rest}
      checked={checked ?? false}
      className={cn(
        "hit-area flex size-4 shrink-0 items-center justify-center rounded-small border border-text-muted/70 bg-background text-accent-text data-[state=checked]:border-accent data-[state=indeterminate]:border-accent data-[state=checked]:bg-accent data-[state=indeterminate]:bg-accent",
        className,
      )}
    >
      <Primitive.Indicator>
        {checked === "indeterminate" ? (
          <Minus aria-hidden className="size-3" />
        ) : (
          <Check aria-hidden className="size-3" strokeWidth={3} />
        )}
      </Primitive.Indicator>
    </Primitive.Root>
  );
}
