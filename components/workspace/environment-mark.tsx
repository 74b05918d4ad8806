import type { ReactNode } from "react";
import { cn } from "#components/ui/cn.ts";
import type { EnvironmentView } from "#worker/domain/views.ts";

type Type = EnvironmentView["type"];

const DOTS: Record<Type, string> = {
  DEVELOPMENT: "bg-text-muted",
  STAGING: "bg-warning",
  PREVIEW: "bg-info",
  PRODUCTION: "bg-accent",
};

/** Colour and name: dev neutral, staging amber, preview blue, prod accent. */
export function EnvironmentMark({
  environment,
  className,
}: {
  environment: Pick<EnvironmentView, "type" | "name">;
  className?: string;
}): ReactNode {
  return (
    <span className={cn("inline-flex min-w-0 items-center gap-2", className)}>
      <EnvironmentDot type={environment.type} />
      <span className="truncate">{environment.name}</span>
    </span>
  );
}

export function EnvironmentDot({ type }: { type: Type }): ReactNode {
  return <span aria-hidden className={cn("size-2 shrink-0 rounded-full", DOTS[type])} />;
}
