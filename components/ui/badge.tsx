import type { ReactNode } from "react";
import { cn } from "./cn.ts";
import { TONE_CHIP, type Tone } from "./tone.ts";

export type BadgeProps = {
  tone?: Tone;
  className?: string;
  title?: string;
  children: ReactNode;
};

export function Badge({ tone = "neutral", className, title, children }: BadgeProps): ReactNode {
  return (
    <span
      title={title}
      className={cn(
        "inline-flex h-5 min-w-0 max-w-full items-center gap-1 rounded-full px-2 font-medium text-caption",
        TONE_CHIP[tone],
        className,
      )}
    >
      {children}
    </span>
  );
}

/** A label a person chose, such as a tag: outlined, so that it is not read as a status. */
export function Tag({ children, className }: { children: string; className?: string }): ReactNode {
  return (
    <span
      title={children}
      className={cn(
        "inline-block max-w-40 truncate rounded-full border border-border px-2 text-caption text-text-muted leading-4.5",
        className,
      )}
    >
      {children}
    </span>
  );
}
