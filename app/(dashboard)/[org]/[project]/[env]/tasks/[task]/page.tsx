import type { Metadata } from "next";
import type { ReactNode } from "react";
import { type EnvironmentParams, Prefetch } from "#app/_lib/prefetch.tsx";
import { taskQueries } from "#components/tasks/queries.ts";
import { TaskPage } from "#components/tasks/task-page.tsx";
import { getTaskOverview } from "#worker/services/tasks/get-overview.ts";

type Props = { params: Promise<EnvironmentParams & { task: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: decodeURIComponent((await params).task) };
}

export default async function Page({ params }: Props): Promise<ReactNode> {
  const taskId = decodeURIComponent((await params).task);
  return (
    <Prefetch
      params={params}
      queries={(ctx, environmentId) => [
        {
          queryKey: taskQueries.overview(environmentId, taskId).queryKey,
          read: () => getTaskOverview(ctx, taskId),
        },
      ]}
    >
      <TaskPage taskId={taskId} />
    </Prefetch>
  );
}
