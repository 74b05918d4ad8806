"use client";

import type { ReactNode } from "react";
import { ButtonLink } from "#components/ui/button.tsx";
import { usePaths } from "#components/workspace/use-paths.ts";
import type { RunObject } from "#sdk/wire/api.ts";

const LINK_STYLE = "block min-w-0 max-w-56 truncate px-1.5 leading-7";

/** Who started it, and what all of it belongs to. */
export function RunAncestors({ run }: { run: RunObject }): ReactNode {
  const paths = usePaths();
  const { root, parent } = run.relatedRuns;
  if (!parent) return null;
  return (
    <span className="flex min-w-0 items-center text-text-muted max-sm:hidden">
      started by
      <ButtonLink
        href={paths.run(parent.id)}
        size="small"
        variant="ghost"
        shortcut="p"
        label="Parent run"
        className={LINK_STYLE}
      >
        {parent.taskIdentifier}
      </ButtonLink>
      {root && root.id !== parent.id && (
        <>
          in
          <ButtonLink
            href={paths.run(root.id)}
            size="small"
            variant="ghost"
            shortcut="t"
            label="Root run"
            className={LINK_STYLE}
          >
            {root.taskIdentifier}
          </ButtonLink>
        </>
      )}
    </span>
  );
}
