"use client";

import type { ReactNode } from "react";
import { JsonViewer } from "#components/ui/json-viewer.tsx";
import { Tabs, TabsContent, TabsList, TabsTrigger } from "#components/ui/tabs.tsx";
import type { RunObject } from "#sdk/wire/api.ts";
import type { RunTimelineView } from "#worker/domain/views.ts";
import { ChildInspector } from "./child-inspector.tsx";
import { NodeInspector } from "./node-inspector.tsx";
import { RunDetails } from "./run-details.tsx";
import { RunErrorBox } from "./run-error-box.tsx";
import { RunOverview } from "./run-overview.tsx";
import { RUN_STATUS } from "./run-status.tsx";
import { RunStreams } from "./run-streams.tsx";
import { childOfRowId, RUN_ROW_ID } from "./timeline-layout.ts";
import { timelineSpans } from "./timeline-spans.ts";
import { useRunAddress } from "./use-run-address.ts";
import { useRunStreams } from "./use-run-streams.ts";

export type RunInspectorProps = {
  run: RunObject;
  timeline: RunTimelineView;
  selectedId: string;
  onSelect: (rowId: string) => void;
};

/** About the run, or about the attempt or span that is selected in the timeline. */
export function RunInspector({
  run,
  timeline,
  selectedId,
  onSelect,
}: RunInspectorProps): ReactNode {
  const attempt = timeline.attempts.find((one) => `attempt:${one.number}` === selectedId);
  const span = timelineSpans(timeline).find((one) => one.spanId === selectedId);
  const back = () => onSelect(RUN_ROW_ID);
  const childId = childOfRowId(selectedId);
  if (childId) return <ChildInspector runId={childId} onBack={back} />;
  if (attempt) return <NodeInspector node={{ kind: "attempt", attempt }} onBack={back} />;
  if (span) return <NodeInspector node={{ kind: "span", span }} onBack={back} />;
  return <RunTabs run={run} timeline={timeline} />;
}

const PANEL_STYLE = "flex-1 overflow-y-auto p-4";

function RunTabs({ run, timeline }: { run: RunObject; timeline: RunTimelineView }): ReactNode {
  const { tab, openTab } = useRunAddress();
  const streams = useRunStreams(run);
  return (
    <Tabs value={tab} onValueChange={openTab} className="flex min-h-0 flex-1 flex-col">
      <TabsList aria-label="About this run">
        <TabsTrigger value="overview">Overview</TabsTrigger>
        <TabsTrigger value="payload">Payload</TabsTrigger>
        <TabsTrigger value="output">{run.error ? "Error" : "Output"}</TabsTrigger>
        {streams.length > 0 && <TabsTrigger value="streams">Streams</TabsTrigger>}
        <TabsTrigger value="details">Details</TabsTrigger>
      </TabsList>
      <TabsContent value="overview" className={PANEL_STYLE}>
        <RunOverview run={run} timeline={timeline} />
      </TabsContent>
      <TabsContent value="payload" className={PANEL_STYLE}>
        {run.payload === undefined ? (
          <p className="text-text-muted">Triggered without a payload.</p>
        ) : (
          <JsonViewer value={run.payload} fileName={`${run.id}-payload`} />
        )}
      </TabsContent>
      <TabsContent value="output" className={PANEL_STYLE}>
        <Output run={run} />
      </TabsContent>
      <TabsContent value="streams" className={PANEL_STYLE}>
        <RunStreams streams={streams} />
      </TabsContent>
      <TabsContent value="details" className={PANEL_STYLE}>
        <RunDetails run={run} />
      </TabsContent>
    </Tabs>
  );
}

function Output({ run }: { run: RunObject }): ReactNode {
  if (run.error) return <RunErrorBox error={run.error} isOpen />;
  if (run.output !== undefined)
    return <JsonViewer value={run.output} fileName={`${run.id}-output`} />;
  if (run.isSuccess) return <p className="text-text-muted">The task returned nothing.</p>;
  const reason = run.isCompleted
    ? RUN_STATUS[run.status].description
    : "It appears when the task returns.";
  return <p className="text-text-muted">No output. {reason}</p>;
}
