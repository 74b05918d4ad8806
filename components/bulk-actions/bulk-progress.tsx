"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { type ReactNode, useEffect, useRef } from "react";
import { showToast } from "#components/ui/toast.tsx";
import { useEnvironmentId } from "#components/workspace/environment-context.tsx";
import { usePaths } from "#components/workspace/use-paths.ts";
import type { BulkActionObject } from "#sdk/wire/bulk-action.ts";
import { AbortButton } from "./abort-button.tsx";
import { progressWords, resultWords } from "./bulk-words.ts";
import { ProgressBar } from "./progress-bar.tsx";
import { bulkActionQueries, isUnderWay } from "./queries.ts";
import { forgetStarted } from "./started-actions.ts";

const SHOWN = 3;
const NONE: readonly BulkActionObject[] = [];

/** A line for each action that is under way, on the page whose runs it changes; nothing without one. */
export function BulkProgress(): ReactNode {
  const paths = usePaths();
  const list = useQuery(bulkActionQueries.list(useEnvironmentId(), undefined));
  const actions = list.data?.data ?? NONE;
  useResults(actions);
  const pending = actions.filter(isUnderWay);
  if (pending.length === 0) return null;
  return (
    <ul aria-label="Bulk actions under way" className="shrink-0 border-border border-b bg-surface">
      {pending.slice(0, SHOWN).map((action) => (
        <li key={action.id} className="flex h-10 min-w-0 items-center gap-3 px-4">
          <Link
            href={paths.bulkAction(action.id)}
            className="min-w-0 truncate rounded-small tabular-nums hover:underline"
          >
            {progressWords(action)}
          </Link>
          <ProgressBar action={action} className="w-40 shrink-0 max-sm:hidden" />
          <AbortButton action={action} className="ml-auto" />
        </li>
      ))}
      {pending.length > SHOWN && (
        <li className="px-4 pb-2 text-caption text-text-muted">
          <Link href={paths.bulkActions}>and {pending.length - SHOWN} more</Link>
        </li>
      )}
    </ul>
  );
}

/** What was seen under way, or was made in this tab a moment ago, says what came of it when it is over. */
function useResults(actions: readonly BulkActionObject[]): void {
  const paths = usePaths();
  const seen = useRef(new Set<string>());
  useEffect(() => {
    for (const action of actions) {
      if (isUnderWay(action)) seen.current.add(action.id);
      else if (forgetStarted(action.id) || seen.current.has(action.id)) {
        seen.current.delete(action.id);
        announce(action, paths.bulkAction(action.id));
      }
    }
  }, [actions, paths]);
}

function announce(action: BulkActionObject, href: string): void {
  showToast(
    <>
      {resultWords(action)}.{" "}
      <Link href={href} className="text-accent underline">
        Details
      </Link>
    </>,
    action.counts.failure > 0 ? "danger" : "neutral",
  );
}
