"use client";

import { TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "#components/ui/button.tsx";
import { cn } from "#components/ui/cn.ts";
import { usePlace, useReadOnlyReason } from "#components/workspace/environment-context.tsx";
import { EnvironmentMark } from "#components/workspace/environment-mark.tsx";

/** Where it will run, in colour and words, beside the button that does it. */
export function RunFormFooter(props: { isPending: boolean; children?: ReactNode }): ReactNode {
  const { environment } = usePlace();
  const readOnlyReason = useReadOnlyReason();
  const isProduction = environment.type === "PRODUCTION";
  return (
    <div
      className={cn(
        "flex min-h-12 shrink-0 flex-wrap items-center justify-end gap-x-4 gap-y-2 border-t px-4 py-2",
        isProduction ? "border-warning/40 bg-warning-bg" : "border-border bg-surface",
      )}
    >
      <p className="mr-auto flex min-w-0 items-center gap-2">
        {isProduction && <TriangleAlert aria-hidden className="size-4 shrink-0 text-warning" />}
        <span className={isProduction ? "text-warning" : "text-text-muted"}>
          {isProduction ? "A real run, in production:" : "A real run, in"}
        </span>
        <EnvironmentMark environment={environment} className="font-medium" />
      </p>
      {props.children}
      <Button
        type="submit"
        variant="primary"
        shortcut="mod+enter"
        label={`Run test in ${environment.slug}`}
        isPending={props.isPending}
        disabledReason={readOnlyReason}
      >
        Run test in {environment.slug}
      </Button>
    </div>
  );
}
