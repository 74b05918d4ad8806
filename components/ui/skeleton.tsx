import type { ReactNode } from "react";
import { cn } from "./cn.ts";

/** Stands where a value will be; give it the value's own size. */
export function Skeleton({ className }: { className?: string }): ReactNode {
  return <span aria-hidden className={cn("skeleton block h-3", className)} />;
}
