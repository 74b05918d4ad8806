"use client";

import { Equal, Lock, type LucideIcon, Pencil, Plus } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "#components/ui/cn.ts";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { Cell, HeadCell, Row, Table } from "#components/ui/table.tsx";
import { EnvironmentMark } from "#components/workspace/environment-mark.tsx";
import type { EnvironmentView, VariableView } from "#worker/domain/views.ts";
import { CHANGE_LABELS, type PlannedChange, planChange } from "./import-plan.ts";

export type ImportPreviewProps = {
  variables: readonly { name: string; value: string }[];
  environments: readonly { environment: EnvironmentView; existing: VariableView[] | undefined }[];
  isSecret: boolean;
};

/** What saving would add and change, in each of the chosen environments. */
export function ImportPreview({ variables, environments, isSecret }: ImportPreviewProps) {
  if (variables.length === 0 || environments.length === 0) return null;
  return (
    <section aria-label="What will change" className="flex min-w-0 flex-col gap-1">
      <h3 className="font-medium">What will change</h3>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard. */}
      <div tabIndex={0} className="max-h-60 overflow-auto rounded-panel border border-border">
        <Table>
          <thead>
            <tr>
              <HeadCell className="bg-surface">Name</HeadCell>
              {environments.map(({ environment }) => (
                <HeadCell key={environment.id} className="bg-surface">
                  <EnvironmentMark environment={environment} />
                </HeadCell>
              ))}
            </tr>
          </thead>
          <tbody>
            {variables.map((variable) => (
              <Row key={variable.name}>
                <Cell className="h-8 max-w-60 truncate font-mono text-mono">{variable.name}</Cell>
                {environments.map(({ environment, existing }) => (
                  <Cell key={environment.id} className="h-8">
                    {existing ? (
                      <Change change={planChange(variable, existing, isSecret)} />
                    ) : (
                      <Skeleton className="w-14" />
                    )}
                  </Cell>
                ))}
              </Row>
            ))}
          </tbody>
        </Table>
      </div>
    </section>
  );
}

const LOOKS: Record<PlannedChange, { icon: LucideIcon; className: string }> = {
  ADDED: { icon: Plus, className: "text-success" },
  CHANGED: { icon: Pencil, className: "text-warning" },
  SAME: { icon: Equal, className: "text-text-muted" },
  REPLACES_SECRET: { icon: Lock, className: "text-warning" },
  MADE_SECRET: { icon: Lock, className: "text-info" },
};

function Change({ change }: { change: PlannedChange }): ReactNode {
  const { icon: Icon, className } = LOOKS[change];
  return (
    <span className={cn("inline-flex items-center gap-1.5", className)}>
      <Icon aria-hidden className="size-3.5" />
      {CHANGE_LABELS[change]}
    </span>
  );
}
