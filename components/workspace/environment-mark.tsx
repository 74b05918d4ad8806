import type { ReactNode } from "react";
import { cn } from "#components/ui/cn.ts";
import type { EnvironmentView } from "#worker/domain/views.ts";

type Type = EnvironmentView["type"];

const NAMES: Record<Type, string> = {
  DEVELOPMENT: "Development",
  STAGING: "Staging",
  PRODUCTION: "Production",
};

const DOTS: Record<Type, string> = {
  DEVELOPMENT: "bg-text-muted",
  STAGING: "bg-warning",
  PRODUCTION: "bg-accent",
};

export function environmentName(type: Type): string {
  return NAMES[type];
}

/** Colour and name: dev neutral, staging amber, prod accent. */
export function EnvironmentMark({
  type,
  className,
}: {
  type: Type;
  className?: string;
}): ReactNode {
  return (
    <span className={cn("inline-flex min-w-0 items-center gap-2", className)}>
      <EnvironmentDot type={type} />
      <span className="truncate">{NAMES[type]}</span>
    </span>
  );
}

export function EnvironmentDot({ type }: { type: Type }): ReactNode {
  return <span aria-hidden className={cn("size-2 shrink-0 rounded-full", DOTS[type])} />;
}
