"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { type ReactNode, useState } from "react";
import { FilterInput } from "#components/data-table/filter-input.tsx";
import { cn } from "#components/ui/cn.ts";
import { docsPath, findDocs } from "./pages.ts";

/** `texts`: what is searched, by page. */
export function DocsNavigation({ texts }: { texts: Readonly<Record<string, string>> }): ReactNode {
  const [search, setSearch] = useState("");
  const pathname = usePathname();
  const found = findDocs(search, texts);
  return (
    <div className="flex min-w-0 flex-col gap-2">
      <FilterInput value={search} onChange={setSearch} label="Search the docs" />
      <nav aria-label="Documentation" className="flex flex-col">
        {found.map(({ slug, title }) => (
          <Link
            key={slug}
            href={docsPath(slug)}
            aria-current={pathname === docsPath(slug) ? "page" : undefined}
            className={cn(
              "rounded-control px-2 py-1",
              pathname === docsPath(slug)
                ? "bg-raised font-medium"
                : "text-text-muted hover:bg-raised",
            )}
          >
            {title}
          </Link>
        ))}
        {found.length === 0 && <p className="px-2 py-1 text-text-muted">No page says that.</p>}
      </nav>
    </div>
  );
}
