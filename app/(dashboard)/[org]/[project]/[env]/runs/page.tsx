import type { Metadata } from "next";
import type { ReactNode } from "react";
import { type EnvironmentParams, Prefetch } from "#app/_lib/prefetch.tsx";
import { RUNS_PAGE_SIZE, runQueries } from "#components/runs/queries.ts";
import { RunsPage } from "#components/runs/runs-page.tsx";
import { parseRunsSearch, runsApiQuery } from "#components/runs/runs-search.ts";
import { listRuns, listRunsQuery } from "#worker/services/runs/list.ts";

export const metadata: Metadata = { title: "Runs" };

type Props = {
  params: Promise<EnvironmentParams>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export default async function Page({ params, searchParams }: Props): Promise<ReactNode> {
  const given = Object.entries(await searchParams).filter(([, value]) => typeof value === "string");
  const search = parseRunsSearch(
    new URLSearchParams(given.map(([name, value]) => [name, String(value)])),
  );
  const query = new URLSearchParams(runsApiQuery(search, RUNS_PAGE_SIZE));
  return (
    <Prefetch
      params={params}
      queries={(ctx, environmentId) => [
        {
          queryKey: runQueries.list(environmentId, search).queryKey,
          read: () => listRuns(ctx, listRunsQuery.parse(Object.fromEntries(query))),
        },
      ]}
    >
      <RunsPage />
    </Prefetch>
  );
}
