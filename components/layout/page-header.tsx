"use client";

import { ChevronRight, Menu } from "lucide-react";
import Link from "next/link";
import { Fragment, type ReactNode } from "react";
import { Button } from "#components/ui/button.tsx";
import { cn } from "#components/ui/cn.ts";
import { usePlaceIfAny } from "#components/workspace/environment-context.tsx";
import { EnvironmentDot } from "#components/workspace/environment-mark.tsx";
import { pathsOf } from "#components/workspace/paths.ts";
import { useShell } from "./shell-context.tsx";

export type Crumb = { label: string; href: string };

export type PageHeaderProps = {
  /** The way here; the page itself is the title. */
  crumbs?: readonly Crumb[];
  title: ReactNode;
  /** At most one primary action, on the right. */
  actions?: ReactNode;
};

export function PageHeader({ crumbs = [], title, actions }: PageHeaderProps): ReactNode {
  const { openNavigation } = useShell();
  return (
    <header className="flex min-h-12 shrink-0 flex-wrap items-center gap-x-2 gap-y-1 border-border border-b px-4 max-sm:py-1.5">
      <Button
        variant="ghost"
        size="icon"
        label="Open navigation"
        className="-ml-2 md:hidden"
        onClick={openNavigation}
      >
        <Menu aria-hidden className="size-4" />
      </Button>
      {/* On a phone, actions that leave the title no room go below it. */}
      <div className="flex min-w-0 flex-1 items-center gap-1.5 max-sm:basis-auto">
        <nav aria-label="Breadcrumb" className="contents">
          <EnvironmentCrumb isOnly={crumbs.length === 0} />
          {crumbs.map((crumb) => (
            <Fragment key={crumb.href}>
              <Link
                href={crumb.href}
                className="shrink-0 truncate rounded-small text-section text-text-muted hover:text-text max-sm:max-w-24"
              >
                {crumb.label}
              </Link>
              <Separator />
            </Fragment>
          ))}
        </nav>
        <h1 className="flex min-w-0 items-center gap-2 truncate font-semibold text-title">
          {typeof title === "string" ? <span className="truncate">{title}</span> : title}
        </h1>
      </div>
      {actions !== undefined && (
        <div className="flex max-w-full flex-wrap items-center gap-2">{actions}</div>
      )}
    </header>
  );
}

/** Which environment this is: in words where the header has the room, and always in its colour. */
function EnvironmentCrumb({ isOnly }: { isOnly: boolean }): ReactNode {
  const place = usePlaceIfAny();
  if (place === undefined) return null;
  const { environment, project } = place;
  return (
    // Before a section and a title there is no room for it on a phone.
    <span className={cn("flex shrink-0 items-center gap-1.5", !isOnly && "max-sm:hidden")}>
      <Link
        href={pathsOf(place).tasks}
        title={`${project.name} · ${environment.name}`}
        className="flex min-h-6 min-w-6 items-center justify-center gap-2 rounded-small text-section text-text-muted hover:text-text"
      >
        <EnvironmentDot tone={environment.tone} />
        <span className="max-w-32 truncate max-md:sr-only">{environment.name}</span>
      </Link>
      <Separator />
    </span>
  );
}

function Separator(): ReactNode {
  return <ChevronRight aria-hidden className="size-3.5 shrink-0 text-text-muted" />;
}

/** The second row, 40 px, more where many filters do not fit: the same on every list page. */
export function FilterRow({ children }: { children: ReactNode }): ReactNode {
  return (
    <div className="flex min-h-10 shrink-0 items-center gap-2 border-border border-b px-4">
      {children}
    </div>
  );
}
