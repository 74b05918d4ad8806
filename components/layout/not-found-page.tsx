"use client";

import { useQuery } from "@tanstack/react-query";
import { Search } from "lucide-react";
import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import { idLookup } from "#components/command-menu/id-lookup.ts";
import { findPastedId, nounOf, type PastedId } from "#components/command-menu/pasted-id.ts";
import { Button, ButtonLink } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { usePlace } from "#components/workspace/environment-context.tsx";
import { usePaths } from "#components/workspace/use-paths.ts";
import { PageHeader } from "./page-header.tsx";
import { usePageTitle } from "./page-title.ts";
import { sectionGroups } from "./sections.ts";
import { useShell } from "./shell-context.tsx";

/** Inside the shell: what is missing, where it is if it is anywhere, and the way on. */
export function NotFoundPage(): ReactNode {
  const pathname = usePathname();
  const pasted = findPastedId(decodeURIComponent(pathname));
  const { environment } = usePlace();
  const paths = usePaths();
  const { openCommandMenu } = useShell();
  // The page that turned out to be missing has streamed its own title before.
  usePageTitle("Not found");
  const section = sectionGroups(paths)
    .flatMap(({ sections }) => sections)
    .find(({ href }) => pathname.startsWith(`${href}/`));
  return (
    <>
      <PageHeader crumbs={section ? [section] : []} title="Not found" />
      <EmptyState
        title={
          pasted
            ? `No such ${nounOf(pasted.kind)} in ${environment.name}`
            : "Nothing is at this address"
        }
        description={
          pasted
            ? "It may belong to another environment, it may have been deleted, or the link is incomplete. Runs are removed some time after they ended."
            : "The link is incomplete, or what it led to is gone. The pages of this environment are in the navigation."
        }
      >
        {pasted && <FoundElsewhere pasted={pasted} />}
        <div className="flex flex-wrap gap-2">
          <ButtonLink href={section?.href ?? paths.tasks}>
            Go to {section?.label ?? "Tasks"}
          </ButtonLink>
          <Button variant="ghost" onClick={openCommandMenu}>
            <Search aria-hidden className="size-3.5" />
            Search for something else
          </Button>
        </div>
      </EmptyState>
    </>
  );
}

/** A link from a colleague often names the wrong environment of the right project. */
function FoundElsewhere({ pasted }: { pasted: PastedId }): ReactNode {
  const lookup = useQuery(idLookup(usePlace(), pasted));
  if (lookup.data?.elsewhere === undefined) return null;
  return (
    <p role="status">
      It is in another environment:{" "}
      <ButtonLink href={lookup.data.href} variant="primary">
        Open it in {lookup.data.elsewhere}
      </ButtonLink>
    </p>
  );
}
