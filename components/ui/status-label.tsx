import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "./cn.ts";
import { Spinner } from "./spinner.tsx";
import { TONE_TEXT, type Tone } from "./tone.ts";

export type StatusLook = {
  label: string;
  tone: Tone;
  /** None for what is under way: it turns. */
  icon: LucideIcon | undefined;
  title: string;
};

/** How lists tell a status: icon and word, in the tone. */
export function StatusLabel({ label, tone, icon: Icon, title }: StatusLook): ReactNode {
  return (
    <span
      title={title}
      className={cn("inline-flex items-center gap-1.5 align-middle", TONE_TEXT[tone])}
    >
      {Icon ? <Icon aria-hidden className="size-3.5 shrink-0" /> : <Spinner />}
      {label}
    </span>
  );
}
