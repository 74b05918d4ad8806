import { Minus, PencilLine, Plus } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "#components/ui/cn.ts";
import { TONE_TEXT } from "#components/ui/tone.ts";
import type { TaskChange } from "#sdk/wire/deployment.ts";

const KINDS = {
  ADDED: { label: "Added", icon: Plus, tone: "success" },
  REMOVED: { label: "Removed", icon: Minus, tone: "danger" },
  CHANGED: { label: "Changed", icon: PencilLine, tone: "warning" },
} as const;

export function ChangeList({ changes }: { changes: readonly TaskChange[] }): ReactNode {
  if (changes.length === 0) {
    return (
      <p className="text-text-muted">The same tasks with the same settings; code may differ.</p>
    );
  }
  return (
    <ul className="flex flex-col gap-1">
      {changes.map(({ task, kind, settings }) => {
        const { label, icon: Icon, tone } = KINDS[kind];
        return (
          <li key={task} className="flex min-w-0 items-center gap-2">
            <span className={cn("flex w-24 shrink-0 items-center gap-1.5", TONE_TEXT[tone])}>
              <Icon aria-hidden className="size-3.5" />
              {label}
            </span>
            <span title={task} className="min-w-0 truncate">
              {task}
            </span>
            {settings !== undefined && (
              <span className="min-w-0 truncate text-text-muted">{settings.join(", ")}</span>
            )}
          </li>
        );
      })}
    </ul>
  );
}
