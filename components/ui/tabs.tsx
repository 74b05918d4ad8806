"use client";

import { Tabs as Primitive } from "radix-ui";
import type { ComponentProps, ReactNode } from "react";
import { cn } from "./cn.ts";

export const Tabs = Primitive.Root;

export function TabsList({ className, ...rest }: ComponentProps<typeof Primitive.List>): ReactNode {
  return (
    <Primitive.List
      {...rest}
      className={cn(
        "flex h-10 shrink-0 gap-4 overflow-x-auto border-border border-b px-4",
        className,
      )}
    />
  );
}

export function TabsTrigger(props: ComponentProps<typeof Primitive.Trigger>): ReactNode {
  const { className, ...rest } = props;
  return (
    <Primitive.Trigger
      {...rest}
      className={cn(
        "-mb-px flex items-center gap-1.5 whitespace-nowrap border-transparent border-b-2 font-medium text-body text-text-muted -outline-offset-2 hover:text-text data-[state=active]:border-text data-[state=active]:text-text",
        className,
      )}
    />
  );
}

export function TabsContent(props: ComponentProps<typeof Primitive.Content>): ReactNode {
  const { className, ...rest } = props;
  return <Primitive.Content {...rest} className={cn("min-h-0 outline-offset-[-2px]", className)} />;
}
