"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import { cn } from "./cn.ts";

export type TabLink = { href: string; label: string };

/** Tabs that are pages of their own: each has its address, and Back goes through them. */
export function TabLinks({ label, tabs }: { label: string; tabs: readonly TabLink[] }): ReactNode {
  const pathname = usePathname();
  return (
    <nav
      aria-label={label}
      className="flex h-10 shrink-0 gap-4 overflow-x-auto border-border border-b px-4"
    >
      {tabs.map(({ href, label: text }) => {
        const isCurrent = pathname === href;
        return (
          <Link
            key={href}
            href={href}
            aria-current={isCurrent ? "page" : undefined}
            className={cn(
              "-mb-px flex items-center whitespace-nowrap border-b-2 font-medium text-body -outline-offset-2 hover:text-text",
              isCurrent ? "border-text text-text" : "border-transparent text-text-muted",
            )}
          >
            {text}
          </Link>
        );
      })}
    </nav>
  );
}
