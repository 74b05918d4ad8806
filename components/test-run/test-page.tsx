"use client";

import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import type { ReactNode } from "react";
import { describeError, isNotFound } from "#components/api/api-error.ts";
import { PageHeader } from "#components/layout/page-header.tsx";
import { NoTasksYet } from "#components/tasks/no-tasks-yet.tsx";
import { taskQueries } from "#components/tasks/queries.ts";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { ErrorCallout } from "#components/ui/error-callout.tsx";
import { Select } from "#components/ui/select.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { useEnvironmentId, usePlace } from "#components/workspace/environment-context.tsx";
import { usePaths } from "#components/workspace/use-paths.ts";
import { ScheduleTestForm } from "./schedule-test-form.tsx";
import { TaskPicker } from "./task-picker.tsx";
import { TestForm } from "./test-form.tsx";

const LOOK_WHEN_EMPTY_MS = 3_000;

/** Wide screens: tasks left, form right. Narrow: a select above the form. */
export function TestPage({ taskId }: { taskId?: string }): ReactNode {
  const environmentId = useEnvironmentId();
  const paths = usePaths();
  const router = useRouter();
  const tasks = useQuery({
    ...taskQueries.list(environmentId),
    refetchInterval: ({ state }) => (state.data?.data.length === 0 ? LOOK_WHEN_EMPTY_MS : false),
  });
  const list = tasks.data?.data ?? [];
  if (tasks.data && list.length === 0) {
    return (
      <>
        <PageHeader title="Test" />
        <NoTasksYet />
      </>
    );
  }
  const choose = (id: string) => router.push(paths.testTask(id));
  return (
    <>
      <PageHeader title="Test" />
      {tasks.isError && tasks.data === undefined && (
        <div className="p-4">
          <ErrorCallout
            title="The tasks could not be loaded"
            {...describeError(tasks.error)}
            onRetry={() => void tasks.refetch()}
          />
        </div>
      )}
      <div className="flex min-h-0 flex-1">
        <TaskPicker tasks={tasks.data && list} selectedId={taskId} />
        <div className="flex min-w-0 flex-1 flex-col">
          <div className="border-border border-b px-4 py-2 lg:hidden">
            <Select
              aria-label="Task"
              placeholder="Choose a task…"
              value={taskId ?? ""}
              onValueChange={choose}
              options={list.map((task) => ({ value: task.id, label: task.id }))}
            />
          </div>
          {taskId === undefined ? (
            <EmptyState
              title="Choose a task to test"
              description="You start from the payload of its newest run. A test is a real run: it executes the deployed code in this environment."
            />
          ) : (
            <ChosenTask key={taskId} taskId={taskId} />
          )}
        </div>
      </div>
    </>
  );
}

function ChosenTask({ taskId }: { taskId: string }): ReactNode {
  const { environment } = usePlace();
  const task = useQuery({
    ...taskQueries.detail(useEnvironmentId(), taskId),
    // What is being edited must not change underneath.
    refetchOnWindowFocus: false,
  });
  if (task.data?.triggerSource === "schedule") return <ScheduleTestForm task={task.data} />;
  if (task.data) return <TestForm task={task.data} />;
  if (task.isPending) {
    return (
      <div className="flex flex-col gap-3 p-4" aria-busy>
        <Skeleton className="w-48" />
        <Skeleton className="w-72" />
      </div>
    );
  }
  return isNotFound(task.error) ? (
    <EmptyState
      title={`${taskId} is not in ${environment.name}`}
      description="It is not part of the current deployment of this environment. Deploy it, or choose another task."
    />
  ) : (
    <div className="p-4">
      <ErrorCallout
        title="The task could not be loaded"
        {...describeError(task.error)}
        onRetry={() => void task.refetch()}
      />
    </div>
  );
}
