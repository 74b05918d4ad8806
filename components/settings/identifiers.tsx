import type { ReactNode } from "react";
import { CopyButton } from "#components/ui/copy-button.tsx";

export type Identifier = { label: string; value: string; hint: string };

/** What code and addresses call it. It never changes, so it can be copied anywhere. */
export function Identifiers({ items }: { items: readonly Identifier[] }): ReactNode {
  return (
    <dl className="flex flex-col gap-4">
      {items.map(({ label, value, hint }) => (
        <div key={label} className="flex min-w-0 flex-col gap-1">
          <dt className="font-medium">{label}</dt>
          <dd className="flex h-8 min-w-0 items-center gap-1 rounded-control border border-border bg-surface pr-0.5 pl-2.5">
            <code className="min-w-0 flex-1 truncate font-mono text-mono" title={value}>
              {value}
            </code>
            <CopyButton value={value} label={`Copy ${label.toLowerCase()}`} />
          </dd>
          <dd className="text-caption text-text-muted">{hint}</dd>
        </div>
      ))}
    </dl>
  );
}
