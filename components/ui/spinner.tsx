import { LoaderCircle } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "./cn.ts";

/** Stands still under reduced motion; whatever it sits beside says the same in words. */
export function Spinner({ className }: { className?: string }): ReactNode {
  return <LoaderCircle aria-hidden className={cn("size-3.5 animate-spin", className)} />;
}
