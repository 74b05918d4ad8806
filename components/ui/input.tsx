import type { ComponentProps, ReactNode } from "react";
import { cn } from "./cn.ts";

const FIELD_STYLE =
  "w-full min-w-0 rounded-control border border-border-strong bg-background text-body text-text placeholder:text-text-muted focus-visible:border-focus focus-visible:outline-offset-0 aria-invalid:border-danger disabled:opacity-55";

export function Input({ className, ...rest }: ComponentProps<"input">): ReactNode {
  return <input {...rest} className={cn(FIELD_STYLE, "h-8 px-2.5", className)} />;
}

export function Textarea({ className, ...rest }: ComponentProps<"textarea">): ReactNode {
  return <textarea {...rest} className={cn(FIELD_STYLE, "min-h-20 px-2.5 py-1.5", className)} />;
}
