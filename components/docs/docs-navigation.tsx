"use client";

import { Menu } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { type ReactNode, useState } from "react";
import { FilterInput } from "#components/data-table/filter-input.tsx";
import { Button } from "#components/ui/button.tsx";
import { cn } from "#components/ui/cn.ts";
import { docsPath, findDocs } from "./pages.ts";

/** `texts`: what is searched, by page. */
export function DocsNavigation({ texts }: { texts: Readonly<Record<string, string>> }): ReactNode {
  const [search, setSearch] = useState("");
  const pathname = usePathname();
  const found = findDocs(search, texts);
  // On a phone the pages would push the text that is read off the screen.
  const [isOpen, setIsOpen] = useState(false);
  const isShown = isOpen || search !== "" || pathname === "/docs";
  return (
    <div className="flex min-w-0 flex-col gap-2">
      <FilterInput value={search} onChange={setSearch} label="Search the docs" />
      <Button
        className="self-start md:hidden"
        aria-expanded={isShown}
        onClick={() => setIsOpen(!isOpen)}
      >
        <Menu aria-hidden className="size-3.5" />
        All pages
      </Button>
      <nav aria-label="Documentation" className={cn("flex flex-col", !isShown && "max-md:hidden")}>
        {found.map(({ slug, title }) => (
          <Link
            key={slug}
            href={docsPath(slug)}
            onClick={() => setIsOpen(false)}
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
