"use client";

import type { ReactNode } from "react";
import { ButtonLink } from "#components/ui/button.tsx";
import { usePaths } from "#components/workspace/use-paths.ts";
import type { RunObject } from "#sdk/wire/api.ts";

/** Who started it, and what all of it belongs to. */
export function RunAncestors({ run }: { run: RunObject }): ReactNode {
  const { root, parent } = run.relatedRuns;
  if (!parent) return null;
  return (
    <span className="flex min-w-0 items-center text-text-muted max-sm:hidden">
      started by
      <AncestorLink run={parent} label="Parent run" shortcut="p" />
      {root && root.id !== parent.id && (
        <>
          in
          <AncestorLink run={root} label="Root run" shortcut="t" />
        </>
      )}
    </span>
  );
}

type LinkProps = {
  run: NonNullable<RunObject["relatedRuns"]["parent"]>;
  label: string;
  shortcut: string;
};

function AncestorLink({ run, label, shortcut }: LinkProps): ReactNode {
  const paths = usePaths();
  return (
    <ButtonLink
      href={paths.run(run.id)}
      size="small"
      variant="ghost"
      shortcut={shortcut}
      label={label}
      className="block min-w-0 max-w-56 truncate px-1.5 leading-7"
    >
      {run.taskIdentifier}
    </ButtonLink>
  );
}
