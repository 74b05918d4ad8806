import type { Metadata } from "next";
import type { ReactNode } from "react";
import { type EnvironmentParams, Prefetch } from "#app/_lib/prefetch.tsx";
import { runQueries } from "#components/runs/queries.ts";
import { RunPage } from "#components/runs/run-page.tsx";
import { getRun } from "#worker/services/runs/get.ts";
import { getTimeline } from "#worker/services/runs/get-timeline.ts";

type Props = { params: Promise<EnvironmentParams & { runId: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: decodeURIComponent((await params).runId) };
}

export default async function Page({ params }: Props): Promise<ReactNode> {
  const runId = decodeURIComponent((await params).runId);
  return (
    <Prefetch
      params={params}
      queries={(ctx, environmentId) => [
        {
          queryKey: runQueries.detail(environmentId, runId).queryKey,
          read: () => getRun(ctx, runId),
        },
        {
          queryKey: runQueries.timeline(environmentId, runId).queryKey,
          read: () => getTimeline(ctx, runId, undefined),
        },
      ]}
    >
      <RunPage key={runId} runId={runId} />
    </Prefetch>
  );
}
