"use client";

import { type LucideIcon, PanelLeft, Search } from "lucide-react";
import Link from "next/link";
import { usePathname, useRouter } from "next/navigation";
import type { ReactNode } from "react";
import { Button } from "#components/ui/button.tsx";
import { cn } from "#components/ui/cn.ts";
import { Kbd } from "#components/ui/kbd.tsx";
import { useShortcut } from "#components/ui/shortcuts.tsx";
import { Tooltip } from "#components/ui/tooltip.tsx";
import { usePaths } from "#components/workspace/use-paths.ts";
import { AccountMenu } from "./account-menu.tsx";
import { EnvironmentSwitcher } from "./environment-switcher.tsx";
import { usePendingPath } from "./pending-navigation.ts";
import { ProjectSwitcher } from "./project-switcher.tsx";
import { sectionGroups } from "./sections.ts";
import { useShell } from "./shell-context.tsx";

export type SidebarProps = {
  isCollapsed: boolean;
  /** Absent in the drawer, which closes instead of collapsing. */
  onToggle?: () => void;
  onNavigate?: () => void;
};

export function Sidebar({ isCollapsed, onToggle, onNavigate }: SidebarProps): ReactNode {
  const paths = usePaths();
  return (
    <div className="flex min-h-0 w-full min-w-0 flex-1 flex-col">
      <div className="flex flex-col gap-1 border-border border-b p-2">
        <ProjectSwitcher isCollapsed={isCollapsed} />
        <EnvironmentSwitcher isCollapsed={isCollapsed} />
      </div>
      <nav aria-label="Main" className="flex min-h-0 flex-1 flex-col gap-0.5 overflow-y-auto p-2">
        <SearchButton isCollapsed={isCollapsed} {...(onNavigate ? { onNavigate } : {})} />
        {sectionGroups(paths).map(({ heading, sections }) => (
          <section key={heading} aria-label={heading} className="mb-2 flex flex-col gap-0.5">
            {!isCollapsed && (
              <p aria-hidden className="px-2 pt-1 pb-0.5 text-caption text-text-muted">
                {heading}
              </p>
            )}
            {sections.map((section) => (
              <NavLink
                key={section.href}
                {...section}
                isCollapsed={isCollapsed}
                {...(onNavigate ? { onNavigate } : {})}
              />
            ))}
          </section>
        ))}
      </nav>
      <div
        className={cn(
          "flex shrink-0 gap-1 border-border border-t p-2",
          isCollapsed ? "flex-col items-center" : "items-center",
        )}
      >
        <AccountMenu isCollapsed={isCollapsed} />
        {onToggle && (
          <Button
            variant="ghost"
            size="icon"
            label={isCollapsed ? "Expand sidebar" : "Collapse sidebar"}
            onClick={onToggle}
          >
            <PanelLeft aria-hidden className="size-4" />
          </Button>
        )}
      </div>
    </div>
  );
}

const ITEM_STYLE =
  "flex h-8 w-full min-w-0 items-center gap-2 rounded-control px-2 font-medium text-text-muted hover:bg-raised hover:text-text pointer-coarse:h-11";

function NavLink(props: {
  href: string;
  label: string;
  icon: LucideIcon;
  shortcut: string;
  isCollapsed: boolean;
  onNavigate?: () => void;
}): ReactNode {
  const { href, label, icon: Icon, shortcut, isCollapsed, onNavigate } = props;
  const router = useRouter();
  const pathname = usePathname();
  const isCurrent = isWithin(href, pathname);
  // Where somebody is going counts from the press on, and not from when the page is there.
  const isMarked = isWithin(href, usePendingPath() ?? pathname);
  useShortcut({ keys: shortcut, label, group: "Go to", run: () => router.push(href) });
  const link = (
    <Link
      href={href}
      // All pages at once would be more than this one: each is asked for when somebody comes near.
      prefetch={false}
      onPointerEnter={() => router.prefetch(href)}
      onFocus={() => router.prefetch(href)}
      aria-current={isCurrent ? "page" : undefined}
      aria-label={isCollapsed ? label : undefined}
      {...(onNavigate ? { onClick: onNavigate } : {})}
      className={cn(ITEM_STYLE, isMarked && "bg-raised text-text", isCollapsed && "justify-center")}
    >
      <Icon aria-hidden className="size-4 shrink-0" />
      {!isCollapsed && <span className="truncate">{label}</span>}
    </Link>
  );
  return (
    <Tooltip content={isCollapsed ? label : `Go to ${label}`} shortcut={shortcut} side="right">
      {link}
    </Tooltip>
  );
}

function isWithin(href: string, pathname: string): boolean {
  return pathname === href || pathname.startsWith(`${href}/`);
}

function SearchButton(props: { isCollapsed: boolean; onNavigate?: () => void }): ReactNode {
  const { openCommandMenu } = useShell();
  const open = () => {
    props.onNavigate?.();
    openCommandMenu();
  };
  if (props.isCollapsed) {
    return (
      <Button
        variant="ghost"
        size="icon"
        label="Search and commands"
        className="mx-auto mb-1 size-8"
        onClick={open}
      >
        <Search aria-hidden className="size-4" />
      </Button>
    );
  }
  return (
    <button
      type="button"
      onClick={open}
      className="mb-2 flex h-8 w-full min-w-0 shrink-0 items-center gap-2 rounded-control border border-border bg-background px-2 text-text-muted hover:border-border-strong hover:text-text pointer-coarse:h-11"
    >
      <Search aria-hidden className="size-4 shrink-0" />
      <span className="flex-1 truncate text-left">Search…</span>
      <Kbd keys="mod+k" className="pointer-coarse:hidden" />
    </button>
  );
}
