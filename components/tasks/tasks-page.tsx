"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { describeError } from "#components/api/api-error.ts";
import { FilterInput } from "#components/data-table/filter-input.tsx";
import { useSearchParam } from "#components/data-table/use-search-param.ts";
import { FilterRow, PageHeader } from "#components/layout/page-header.tsx";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { ErrorCallout } from "#components/ui/error-callout.tsx";
import { useEnvironmentId } from "#components/workspace/environment-context.tsx";
import { useRunsChanged } from "#components/workspace/runs-feed.tsx";
import type { TaskActivityView } from "#worker/domain/tasks/views.ts";
import type { TaskView } from "#worker/domain/views.ts";
import { NoTasksYet } from "./no-tasks-yet.tsx";
import { taskQueries } from "./queries.ts";
import { TaskTable } from "./task-table.tsx";
import { TaskTableSkeleton } from "./task-table-skeleton.tsx";

const COUNTS_EVERY_MS = 2_000;
/** Deployments do not travel on the feed of runs: the page looks for them itself. */
const LOOK_WHEN_EMPTY_MS = 3_000;
const LOOK_MS = 15_000;
const ACTIVITY_EVERY_MS = 30_000;

export function TasksPage(): ReactNode {
  const environmentId = useEnvironmentId();
  const client = useQueryClient();
  const options = taskQueries.list(environmentId);
  const tasks = useQuery({
    ...options,
    refetchInterval: ({ state }) => (state.data?.data.length === 0 ? LOOK_WHEN_EMPTY_MS : LOOK_MS),
  });
  useRunsChanged(
    () => {
      void client.invalidateQueries({ queryKey: options.queryKey });
    },
    { gapMs: COUNTS_EVERY_MS },
  );
  // Beside the tasks, not before them: a page without its bars is still of use.
  const activity = useQuery({
    ...taskQueries.activity(environmentId),
    refetchInterval: ACTIVITY_EVERY_MS,
  });
  const [filter, setFilter] = useSearchParam();
  return (
    <>
      <PageHeader title="Tasks" />
      {tasks.data?.data.length === 0 ? (
        <NoTasksYet />
      ) : (
        <>
          <FilterRow>
            <FilterInput value={filter} onChange={setFilter} label="Filter tasks" />
          </FilterRow>
          {tasks.isPending && <TaskTableSkeleton />}
          {tasks.isError && tasks.data === undefined && (
            <div className="p-4">
              <ErrorCallout
                title="The tasks could not be loaded"
                {...describeError(tasks.error)}
                onRetry={() => void tasks.refetch()}
              />
            </div>
          )}
          {tasks.data !== undefined && (
            <FilteredTasks
              tasks={tasks.data.data}
              activity={activity.data}
              filter={filter}
              onClear={() => setFilter("")}
            />
          )}
        </>
      )}
    </>
  );
}

function FilteredTasks(props: {
  tasks: TaskView[];
  activity: TaskActivityView | undefined;
  filter: string;
  onClear: () => void;
}): ReactNode {
  const wanted = props.filter.trim().toLowerCase();
  const shown = props.tasks.filter((task) =>
    [task.id, task.filePath, task.queue].some((text) => text.toLowerCase().includes(wanted)),
  );
  if (shown.length > 0) return <TaskTable tasks={shown} activity={props.activity} />;
  return (
    <EmptyState title="No tasks match this filter">
      <div>
        <Button onClick={props.onClear}>Clear filter</Button>
      </div>
    </EmptyState>
  );
}
