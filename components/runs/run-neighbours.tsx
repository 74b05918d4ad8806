"use client";

import { useQuery } from "@tanstack/react-query";
import { ChevronDown, ChevronUp } from "lucide-react";
import { useRouter, useSearchParams } from "next/navigation";
import type { ReactNode } from "react";
import { Button } from "#components/ui/button.tsx";
import { useEnvironmentId } from "#components/workspace/environment-context.tsx";
import { usePaths } from "#components/workspace/use-paths.ts";
import { runQueries } from "./queries.ts";
import { parseRunsSearch, withoutPage } from "./runs-search.ts";

/** The runs beside this one in the list it was opened from. */
export function RunNeighbours({ runId }: { runId: string }): ReactNode {
  const environmentId = useEnvironmentId();
  const router = useRouter();
  const paths = usePaths();
  const from = useListOfRun();
  const search = withoutPage(parseRunsSearch(new URLSearchParams(from)));
  const older = useQuery(runQueries.neighbour(environmentId, search, runId, "older"));
  const newer = useQuery(runQueries.neighbour(environmentId, search, runId, "newer"));
  const open = (id: string | null | undefined) => {
    const list = from === "" ? "" : `?list=${encodeURIComponent(from)}`;
    if (id) router.push(paths.run(id) + list);
  };
  return (
    <span className="flex shrink-0">
      <Button
        size="icon"
        variant="ghost"
        label="Newer run of the list"
        shortcut="k"
        disabledReason={newer.data === null ? "This is the newest run of the list" : undefined}
        onClick={() => open(newer.data)}
      >
        <ChevronUp aria-hidden className="size-4" />
      </Button>
      <Button
        size="icon"
        variant="ghost"
        label="Older run of the list"
        shortcut="j"
        disabledReason={older.data === null ? "This is the oldest run of the list" : undefined}
        onClick={() => open(older.data)}
      >
        <ChevronDown aria-hidden className="size-4" />
      </Button>
    </span>
  );
}

/** The filters of the list that the run was opened from; empty for all runs. */
export function useListOfRun(): string {
  return useSearchParams().get("list") ?? "";
}
