"use client";

import { Building2, Check, ChevronsUpDown, Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { Fragment, type ReactNode } from "react";
import { cn } from "#components/ui/cn.ts";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "#components/ui/dropdown-menu.tsx";
import { usePlace } from "#components/workspace/environment-context.tsx";
import {
  environmentPath,
  NEW_ORGANIZATION_PATH,
  newProjectPath,
} from "#components/workspace/paths.ts";
import { Logo } from "./logo.tsx";
import { SWITCHER_STYLE } from "./switcher-style.ts";

export function ProjectSwitcher({ isCollapsed }: { isCollapsed: boolean }): ReactNode {
  const { workspace, organization, project, environment } = usePlace();
  const router = useRouter();
  return (
    <DropdownMenu>
      <DropdownMenuTrigger
        aria-label={isCollapsed ? `Project ${project.name}` : undefined}
        className={cn(SWITCHER_STYLE, "h-11", isCollapsed && "justify-center px-0")}
      >
        <Logo className="size-5 shrink-0" />
        {!isCollapsed && (
          <>
            <span className="sr-only">Project</span>
            <span className="min-w-0 flex-1">
              <span className="block truncate font-semibold leading-4">{project.name}</span>
              <span className="block truncate text-caption text-text-muted">
                {organization.name}
              </span>
            </span>
            <ChevronsUpDown aria-hidden className="size-3.5 shrink-0 text-text-muted" />
          </>
        )}
      </DropdownMenuTrigger>
      <DropdownMenuContent className="min-w-56">
        {workspace.organizations.map((org) => (
          <Fragment key={org.slug}>
            <DropdownMenuLabel>{org.name}</DropdownMenuLabel>
            {org.projects.map((one) => {
              const isCurrent = org.slug === organization.slug && one.slug === project.slug;
              const same = one.environments.find((env) => env.slug === environment.slug);
              const env = same ?? one.environments[0];
              if (env === undefined) return null;
              const target = { org: org.slug, project: one.slug, env: env.slug };
              return (
                <DropdownMenuItem
                  key={one.ref}
                  onSelect={() => router.push(`${environmentPath(target)}/tasks`)}
                >
                  <span className="min-w-0 flex-1 truncate">{one.name}</span>
                  {isCurrent && <Check aria-label="current" className="size-3.5" />}
                </DropdownMenuItem>
              );
            })}
          </Fragment>
        ))}
        <DropdownMenuSeparator />
        <DropdownMenuItem onSelect={() => router.push(newProjectPath(organization.slug))}>
          <Plus aria-hidden className="size-3.5" />
          New project…
        </DropdownMenuItem>
        {workspace.user.isAdministrator && (
          <DropdownMenuItem onSelect={() => router.push(NEW_ORGANIZATION_PATH)}>
            <Building2 aria-hidden className="size-3.5" />
            New organization…
          </DropdownMenuItem>
        )}
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
