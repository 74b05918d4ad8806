import type { Metadata } from "next";
import type { ReactNode } from "react";
import { type EnvironmentParams, Prefetch } from "#app/_lib/prefetch.tsx";
import { taskQueries } from "#components/tasks/queries.ts";
import { TestPage } from "#components/test-run/test-page.tsx";
import { listTasks } from "#worker/services/tasks/list.ts";

type Props = { params: Promise<EnvironmentParams & { task: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Test ${decodeURIComponent((await params).task)}` };
}

export default async function Page({ params }: Props): Promise<ReactNode> {
  return (
    <Prefetch
      params={params}
      queries={(ctx, environmentId) => [
        {
          queryKey: taskQueries.list(environmentId).queryKey,
          read: async () => ({ data: await listTasks(ctx) }),
        },
      ]}
    >
      <TestPage taskId={decodeURIComponent((await params).task)} />
    </Prefetch>
  );
}
