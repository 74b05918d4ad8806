import type { ReactNode } from "react";
import { cn } from "#components/ui/cn.ts";
import type { BulkActionObject } from "#sdk/wire/bulk-action.ts";
import { progressOf, progressWords } from "./bulk-words.ts";

/** How far an action is; without a count yet, only that it goes on. */
export function ProgressBar(props: { action: BulkActionObject; className?: string }): ReactNode {
  const { action, className } = props;
  const percent = Math.round(progressOf(action) * 100);
  return (
    <div
      role="progressbar"
      aria-label={progressWords(action)}
      aria-valuemin={0}
      aria-valuemax={100}
      {...(action.isCounted && { "aria-valuenow": percent })}
      className={cn("h-1.5 overflow-hidden rounded-full bg-border", className)}
    >
      <div
        className="h-full origin-left bg-info transition-transform duration-200 ease-out motion-reduce:transition-none"
        style={{ transform: `scaleX(${percent / 100})` }}
      />
    </div>
  );
}
