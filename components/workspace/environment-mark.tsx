import type { ReactNode } from "react";
import { cn } from "#components/ui/cn.ts";
import type { EnvironmentTone } from "#worker/domain/environments.ts";
import type { EnvironmentView } from "#worker/domain/views.ts";

const DOTS: Record<EnvironmentTone, string> = {
  NEUTRAL: "bg-text-muted",
  WARNING: "bg-warning",
  INFO: "bg-info",
  ACCENT: "bg-accent",
  SUCCESS: "bg-success",
  DANGER: "bg-danger",
};

/** Colour and name; unless another colour was chosen: dev neutral, staging amber, preview blue, prod accent. */
export function EnvironmentMark({
  environment,
  className,
}: {
  environment: Pick<EnvironmentView, "tone" | "name">;
  className?: string;
}): ReactNode {
  return (
    <span className={cn("inline-flex min-w-0 items-center gap-2", className)}>
      <EnvironmentDot tone={environment.tone} />
      <span className="truncate">{environment.name}</span>
    </span>
  );
}

export function EnvironmentDot({ tone }: { tone: EnvironmentTone }): ReactNode {
  return <span aria-hidden className={cn("size-2 shrink-0 rounded-full", DOTS[tone])} />;
}
