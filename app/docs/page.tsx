import type { Metadata } from "next";
import Link from "next/link";
import type { ReactNode } from "react";
import { DOCS_PAGES, docsPath } from "#components/docs/pages.ts";

export const metadata: Metadata = { title: "Docs" };

export default function Page(): ReactNode {
  return (
    <>
      <h1 className="pb-4 font-semibold text-title">Documentation</h1>
      <ul className="flex flex-col gap-3">
        {DOCS_PAGES.map(({ slug, title, summary }) => (
          <li key={slug}>
            <Link href={docsPath(slug)} className="font-medium underline underline-offset-2">
              {title}
            </Link>
            <p className="text-text-muted">{summary}</p>
          </li>
        ))}
      </ul>
    </>
  );
}
