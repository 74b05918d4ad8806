import type { Metadata } from "next";
import type { ReactNode } from "react";
import { type EnvironmentParams, Prefetch } from "#app/_lib/prefetch.tsx";
import { taskQueries } from "#components/tasks/queries.ts";
import { TasksPage } from "#components/tasks/tasks-page.tsx";
import { listTasks } from "#worker/services/tasks/list.ts";

export const metadata: Metadata = { title: "Tasks" };

export default function Page({ params }: { params: Promise<EnvironmentParams> }): ReactNode {
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
      <TasksPage />
    </Prefetch>
  );
}
