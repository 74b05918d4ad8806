"use client";

import { Check, ChevronsUpDown } from "lucide-react";
import { usePathname, useRouter } from "next/navigation";
import type { ReactNode } from "react";
import { cn } from "#components/ui/cn.ts";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuTrigger,
} from "#components/ui/dropdown-menu.tsx";
import { usePlace, useProjectEnvironments } from "#components/workspace/environment-context.tsx";
import { EnvironmentDot, EnvironmentMark } from "#components/workspace/environment-mark.tsx";
import { sameSectionPath } from "#components/workspace/paths.ts";
import type { EnvironmentView } from "#worker/domain/views.ts";
import { SWITCHER_STYLE } from "./switcher-style.ts";

/** The frame says where you are before you read: dev neutral, staging amber, preview blue, prod accent. */
const FRAMES: Record<EnvironmentView["tone"], string> = {
  NEUTRAL: "border-border",
  WARNING: "border-warning/40 bg-warning-bg",
  INFO: "border-info/40 bg-info-bg",
  ACCENT: "border-accent/40 bg-accent-bg",
  SUCCESS: "border-success/40 bg-success-bg",
  DANGER: "border-danger/40 bg-danger-bg",
};

export function EnvironmentSwitcher({ isCollapsed }: { isCollapsed: boolean }): ReactNode {
  const { environment } = usePlace();
  const environments = useEnvironmentPaths();
  const router = useRouter();
  return (
    <DropdownMenu>
      <DropdownMenuTrigger
        aria-label={isCollapsed ? `Environment ${environment.name}` : undefined}
        className={cn(
          SWITCHER_STYLE,
          "h-8 border font-medium",
          FRAMES[environment.tone],
          isCollapsed && "justify-center px-0",
        )}
      >
        {isCollapsed ? (
          <EnvironmentDot tone={environment.tone} />
        ) : (
          <>
            <span className="sr-only">Environment</span>
            <EnvironmentMark environment={environment} className="flex-1 pl-1" />
            <span className="font-mono font-normal text-mono text-text-muted">
              {environment.slug}
            </span>
            <ChevronsUpDown aria-hidden className="size-3.5 shrink-0 text-text-muted" />
          </>
        )}
      </DropdownMenuTrigger>
      <DropdownMenuContent className="min-w-52">
        <DropdownMenuLabel>Environment</DropdownMenuLabel>
        {environments.map(({ env, href }) => (
          <DropdownMenuItem key={env.id} onSelect={() => router.push(href)}>
            <EnvironmentMark environment={env} className="flex-1" />
            <span className="font-mono text-mono text-text-muted">{env.slug}</span>
            <Check
              aria-label={env.id === environment.id ? "current" : undefined}
              className={cn("size-3.5", env.id !== environment.id && "invisible")}
            />
          </DropdownMenuItem>
        ))}
      </DropdownMenuContent>
    </DropdownMenu>
  );
}

/** The project's environments, each with the address of this section there. */
export function useEnvironmentPaths(): { env: EnvironmentView; href: string }[] {
  const { organization, project } = usePlace();
  const pathname = usePathname();
  return useProjectEnvironments().map((env) => ({
    env,
    href: sameSectionPath(pathname, {
      org: organization.slug,
      project: project.slug,
      env: env.slug,
    }),
  }));
}
