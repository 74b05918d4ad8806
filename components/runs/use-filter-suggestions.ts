"use client";

import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { taskQueries } from "#components/tasks/queries.ts";
import { useEnvironmentId } from "#components/workspace/environment-context.tsx";
import type { RunFacetsView } from "#worker/domain/runs/views.ts";
import type { FilterSuggestion } from "./filter-suggestion.ts";
import { runQueries } from "./queries.ts";
import type { RunsSearch } from "./runs-search.ts";

const NO_FACETS: RunFacetsView = { tags: [], queues: [], keys: [], versions: [] };

/** How to suggest, too, is fetched when somebody is about to choose: most visits to the list only look at it. */
const load = () => import("./filter-suggestions.ts");

/** Read when somebody is about to choose, and not again for a while. */
export function useFilterSuggestions(
  text: string,
  search: RunsSearch,
  isOpen: boolean,
): { isReady: boolean; suggestions: FilterSuggestion[] } {
  const environmentId = useEnvironmentId();
  const code = useQuery({
    queryKey: ["filter-suggestions"],
    queryFn: load,
    enabled: isOpen,
    staleTime: Number.POSITIVE_INFINITY,
    // A module has cycles, and is compared with nothing.
    structuralSharing: false,
  }).data;
  const tasks = useQuery({ ...taskQueries.list(environmentId), enabled: isOpen });
  const facets = useQuery({ ...runQueries.facets(environmentId), enabled: isOpen });
  const kind = code?.namedKind(text);
  const known = useQuery({
    queryKey: [...runQueries.all(environmentId), "known-ids", kind],
    queryFn: () => (code && kind ? code.readKnownIds(environmentId, kind) : []),
    enabled: isOpen && kind !== undefined,
  });
  const suggestions = useMemo(() => {
    if (!isOpen || !code) return [];
    const given = {
      tasks: tasks.data?.data.map((task) => task.id) ?? [],
      knownIds: known.data ?? [],
      ...(facets.data ?? NO_FACETS),
    };
    return code.filterSuggestions(text, search, given);
  }, [isOpen, code, text, search, tasks.data, facets.data, known.data]);
  return { isReady: code !== undefined && !known.isLoading, suggestions };
}
