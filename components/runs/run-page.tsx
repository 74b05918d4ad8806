"use client";

import { type ReactNode, useState } from "react";
import { describeError, isNotFound } from "#components/api/api-error.ts";
import { PageHeader } from "#components/layout/page-header.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { ErrorCallout } from "#components/ui/error-callout.tsx";
import { InspectorSplit } from "#components/ui/inspector-split.tsx";
import { usePlace } from "#components/workspace/environment-context.tsx";
import { usePaths } from "#components/workspace/use-paths.ts";
import type { RunObject } from "#sdk/wire/api.ts";
import type { RunTimelineView } from "#worker/domain/views.ts";
import { RunHeader } from "./run-header.tsx";
import { RunInspector } from "./run-inspector.tsx";
import { RunLogs } from "./run-logs.tsx";
import { RunPageSkeleton } from "./run-page-skeleton.tsx";
import { RunTimeline } from "./run-timeline.tsx";
import { useRun } from "./use-run.ts";
import { useRunAddress } from "./use-run-address.ts";
import { useRunTabMark } from "./use-run-tab-mark.ts";

const INSPECTOR_PX = 400;

export function RunPage({ runId }: { runId: string }): ReactNode {
  const { run, timeline } = useRun(runId);
  useRunTabMark(run.data);
  if (run.data === undefined) {
    if (run.isError)
      return <RunProblem runId={runId} error={run.error} onRetry={() => void run.refetch()} />;
    return <RunPageSkeleton />;
  }
  return (
    <>
      <RunHeader run={run.data} timeline={timeline.data ?? NOTHING_YET} />
      {timeline.isError && timeline.data === undefined && (
        <div className="p-4">
          <ErrorCallout
            title="The timeline could not be loaded"
            {...describeError(timeline.error)}
            onRetry={() => void timeline.refetch()}
          />
        </div>
      )}
      <RunBody run={run.data} timeline={timeline.data} />
    </>
  );
}

const NOTHING_YET: RunTimelineView = { attempts: [], events: [], cursor: "" };

function RunBody(props: { run: RunObject; timeline: RunTimelineView | undefined }): ReactNode {
  const { run, timeline = NOTHING_YET } = props;
  const { selectedId, select, pinnedLogId, pinLog } = useRunAddress();
  const [isFollowing, setIsFollowing] = useState(!run.isCompleted && pinnedLogId === undefined);
  return (
    <InspectorSplit
      storageKey="pawl.run-inspector-px"
      defaultPx={INSPECTOR_PX}
      main={
        <>
          <RunTimeline run={run} timeline={timeline} selectedId={selectedId} onSelect={select} />
          <RunLogs
            run={run}
            events={timeline.events}
            isFollowing={isFollowing}
            onFollowingChange={setIsFollowing}
            pinnedId={pinnedLogId}
            onPin={pinLog}
          />
        </>
      }
      inspector={
        <RunInspector run={run} timeline={timeline} selectedId={selectedId} onSelect={select} />
      }
    />
  );
}

function RunProblem(props: { runId: string; error: unknown; onRetry: () => void }): ReactNode {
  const { environment } = usePlace();
  const paths = usePaths();
  return (
    <>
      <PageHeader crumbs={[{ label: "Runs", href: paths.runs }]} title="Run not found" />
      {isNotFound(props.error) ? (
        <EmptyState
          title={`This run is not in ${environment.name}`}
          description={`${props.runId} may belong to another environment. Switch in the sidebar, or look at the runs that are here.`}
        >
          <div>
            <ButtonLink href={paths.runs}>All runs</ButtonLink>
          </div>
        </EmptyState>
      ) : (
        <div className="p-4">
          <ErrorCallout
            title="The run could not be loaded"
            {...describeError(props.error)}
            onRetry={props.onRetry}
          />
        </div>
      )}
    </>
  );
}
