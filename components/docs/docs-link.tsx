import Link from "next/link";
import type { ReactNode } from "react";
import { docsPath } from "./pages.ts";

/** From an empty page to the one that explains it. */
export function DocsLink({ slug, children }: { slug: string; children: string }): ReactNode {
  return (
    <Link href={docsPath(slug)} className="self-start underline underline-offset-2">
      {children}
    </Link>
  );
}
