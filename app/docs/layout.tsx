import Link from "next/link";
import type { ReactNode } from "react";
import { DocsNavigation } from "#components/docs/docs-navigation.tsx";
import { Logo } from "#components/layout/logo.tsx";
import { readDocsTexts } from "./read-docs.ts";

export default async function Layout({ children }: { children: ReactNode }): Promise<ReactNode> {
  return (
    <div className="mx-auto flex w-full max-w-5xl flex-col gap-6 px-4 py-6 md:flex-row md:gap-10">
      <aside className="flex shrink-0 flex-col gap-4 md:sticky md:top-6 md:w-60 md:self-start">
        <Link href="/" className="flex items-center gap-2 rounded-control font-semibold">
          <Logo className="size-6" />
          Back to the dashboard
        </Link>
        <DocsNavigation texts={await readDocsTexts()} />
      </aside>
      <main className="min-w-0 flex-1 pb-16">{children}</main>
    </div>
  );
}
