"use client";

import { ArrowLeft, Link2 } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { Button } from "#components/ui/button.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { Definition, DefinitionList } from "#components/ui/definition-list.tsx";
import { formatDuration } from "#components/ui/format-duration.ts";
import { JsonViewer } from "#components/ui/json-viewer.tsx";
import { ExactTime, LiveDuration } from "#components/ui/time.tsx";
import { usePaths } from "#components/workspace/use-paths.ts";
import type { AttemptView } from "#worker/domain/views.ts";
import { RunErrorBox } from "./run-error-box.tsx";
import { RUN_ID, shortRunId } from "./run-id.ts";
import { RunStatusLabel } from "./run-status.tsx";
import type { TimelineSpan } from "./timeline-spans.ts";

export type InspectedNode =
  | { kind: "attempt"; attempt: AttemptView }
  | { kind: "span"; span: TimelineSpan };

/** One attempt or span: when, how long, what it carried, how it failed. */
export function NodeInspector(props: { node: InspectedNode; onBack: () => void }): ReactNode {
  const { node, onBack } = props;
  const title = node.kind === "attempt" ? `Attempt ${node.attempt.number}` : node.span.name;
  return (
    <>
      <div className="flex h-10 shrink-0 items-center gap-1 border-border border-b pr-4 pl-2">
        <Button
          size="icon"
          variant="ghost"
          shortcut="escape"
          label="Back to the run"
          onClick={onBack}
        >
          <ArrowLeft aria-hidden className="size-4" />
        </Button>
        <h2 title={title} className="min-w-0 flex-1 truncate font-semibold text-section">
          {title}
        </h2>
        <CopyButton
          value={() => Promise.resolve(window.location.href)}
          label={node.kind === "attempt" ? "Copy link to this attempt" : "Copy link to this span"}
          icon={<Link2 aria-hidden className="size-3.5" />}
        />
      </div>
      <div className="flex min-h-0 flex-1 flex-col gap-6 overflow-y-auto p-4">
        {node.kind === "attempt" ? <Attempt attempt={node.attempt} /> : <Span span={node.span} />}
      </div>
    </>
  );
}

function Attempt({ attempt }: { attempt: AttemptView }): ReactNode {
  const { startedAt, finishedAt, durationMs } = attempt;
  return (
    <>
      {attempt.error && <RunErrorBox error={attempt.error} isOpen />}
      <DefinitionList>
        <Definition term="Status">
          <RunStatusLabel status={attempt.status} />
        </Definition>
        <Definition term="Started">
          <ExactTime value={startedAt} />
        </Definition>
        <Definition term="Finished">{finishedAt && <ExactTime value={finishedAt} />}</Definition>
        <Definition term="Duration">
          {durationMs === undefined ? (
            <LiveDuration from={startedAt} />
          ) : (
            formatDuration(durationMs)
          )}
        </Definition>
      </DefinitionList>
    </>
  );
}

function Span({ span }: { span: TimelineSpan }): ReactNode {
  const startedAt = new Date(span.startMs).toISOString();
  return (
    <>
      {span.error && <RunErrorBox error={span.error} isOpen />}
      <DefinitionList>
        <Definition term="Kind">{CATEGORY_NAMES[span.category] ?? span.category}</Definition>
        <Definition term="Attempt">{span.attempt}</Definition>
        <Definition term="Started">
          <ExactTime value={startedAt} />
        </Definition>
        <Definition term="Duration">
          {span.endMs === undefined ? "Not ended" : formatDuration(span.endMs - span.startMs)}
        </Definition>
        <TriggeredRun runId={span.attributes?.["runId"]} />
      </DefinitionList>
      {span.attributes !== undefined && Object.keys(span.attributes).length > 0 && (
        <section>
          <h3 className="pb-2 font-semibold text-section">Attributes</h3>
          <JsonViewer value={span.attributes} fileName={`span-${span.spanId}`} />
        </section>
      )}
    </>
  );
}

/** The child that the span triggered or waits for. */
function TriggeredRun({ runId }: { runId: unknown }): ReactNode {
  const paths = usePaths();
  if (typeof runId !== "string" || !RUN_ID.test(runId)) return null;
  return (
    <Definition term="Child run">
      <Link href={paths.run(runId)} className="font-mono text-mono hover:underline">
        {shortRunId(runId)}
      </Link>
    </Definition>
  );
}

const CATEGORY_NAMES: Record<string, string> = {
  run: "The task’s run function",
  hook: "Lifecycle hook",
  wait: "Wait",
  trigger: "Run or batch that was triggered",
  user: "Span of your code, or of a library",
  platform: "What was done before your code could run",
};
