"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { FlaskConical } from "lucide-react";
import type { ReactNode } from "react";
import { QueryView } from "#components/data-table/query-view.tsx";
import { DocsLink } from "#components/docs/docs-link.tsx";
import { PageHeader } from "#components/layout/page-header.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { JsonViewer } from "#components/ui/json-viewer.tsx";
import { useEnvironmentId } from "#components/workspace/environment-context.tsx";
import { useRunsChanged } from "#components/workspace/runs-feed.tsx";
import { usePaths } from "#components/workspace/use-paths.ts";
import type { TaskOverviewView } from "#worker/domain/tasks/views.ts";
import { taskQueries } from "./queries.ts";
import { TaskActivity } from "./task-activity.tsx";
import { TaskFacts } from "./task-facts.tsx";
import { TaskOptionsTable } from "./task-options-table.tsx";
import { TaskPageSkeleton } from "./task-page-skeleton.tsx";
import { TaskRuns } from "./task-runs.tsx";
import { TaskSection } from "./task-section.tsx";
import { TaskVersions } from "./task-versions.tsx";

const COUNTS_EVERY_MS = 2_000;
const LOOK_MS = 15_000;

/** What a task is, how it is set, and how its runs do. */
export function TaskPage({ taskId }: { taskId: string }): ReactNode {
  const paths = usePaths();
  const client = useQueryClient();
  const options = taskQueries.overview(useEnvironmentId(), taskId);
  const overview = useQuery({ ...options, refetchInterval: LOOK_MS });
  useRunsChanged(
    () => {
      void client.invalidateQueries({ queryKey: options.queryKey });
    },
    { gapMs: COUNTS_EVERY_MS },
  );
  return (
    <>
      <PageHeader
        crumbs={[{ label: "Tasks", href: paths.tasks }]}
        title={
          <>
            <span title={taskId} className="truncate">
              {taskId}
            </span>
            <CopyButton value={taskId} label="Copy the task’s id" />
            {overview.data?.task.triggerSource === "schedule" && <Badge>Scheduled</Badge>}
          </>
        }
        actions={
          <ButtonLink href={paths.testTask(taskId)} size="small" variant="primary" shortcut="t">
            <FlaskConical aria-hidden className="size-3.5" />
            Test
          </ButtonLink>
        }
      />
      <div className="min-h-0 flex-1 overflow-y-auto">
        <QueryView
          query={overview}
          errorTitle="The task could not be loaded"
          skeleton={<TaskPageSkeleton />}
        >
          {(view) => <Overview view={view} />}
        </QueryView>
      </div>
    </>
  );
}

function Overview({ view }: { view: TaskOverviewView }): ReactNode {
  return (
    <div className="grid max-w-7xl grid-cols-[minmax(0,1fr)] gap-x-8 gap-y-6 p-4 xl:grid-cols-[minmax(0,1fr)_minmax(0,30rem)]">
      <div className="flex min-w-0 flex-col gap-6">
        {view.task.description !== undefined && (
          <p className="max-w-2xl">{view.task.description}</p>
        )}
        <TaskFacts view={view} />
        <TaskActivity view={view} />
        <TaskRuns task={view.task} />
        <TaskVersions versions={view.versions} />
      </div>
      <div className="flex min-w-0 flex-col gap-6">
        <TaskSection title="Options">
          <TaskOptionsTable options={view.options} />
        </TaskSection>
        <TaskSection title="Payload schema">
          <PayloadSchema task={view.task} />
        </TaskSection>
      </div>
    </div>
  );
}

function PayloadSchema({ task }: { task: TaskOverviewView["task"] }): ReactNode {
  if (task.payloadSchema !== undefined) {
    return <JsonViewer value={task.payloadSchema} fileName={`${task.id}-schema`} />;
  }
  if (task.triggerSource === "schedule") {
    return <p className="text-text-muted">It takes the payload of a schedule.</p>;
  }
  return (
    <p className="text-text-muted">
      The task does not declare one. With <code className="font-mono text-mono">schemaTask</code>{" "}
      payloads are checked before the run, and Test completes them.{" "}
      <DocsLink slug="tasks">How tasks work</DocsLink>
    </p>
  );
}
