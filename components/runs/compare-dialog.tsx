"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import type { ReactNode } from "react";
import { describeError } from "#components/api/api-error.ts";
import { Definition, DefinitionList } from "#components/ui/definition-list.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { ErrorCallout } from "#components/ui/error-callout.tsx";
import { formatDuration } from "#components/ui/format-duration.ts";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { useEnvironmentId } from "#components/workspace/environment-context.tsx";
import { usePaths } from "#components/workspace/use-paths.ts";
import type { RunObject } from "#sdk/wire/api.ts";
import type { RunTimelineView } from "#worker/domain/views.ts";
import { diffJson } from "./json-diff.ts";
import { runQueries } from "./queries.ts";
import { shortRunId } from "./run-id.ts";
import { NO_FILTERS } from "./runs-search.ts";
import { compareSpans } from "./span-comparison.ts";

type Props = { run: RunObject; timeline: RunTimelineView; onClose: () => void };

/** This run beside the last one of its task that succeeded before it. */
export function CompareDialog({ run, timeline, onClose }: Props): ReactNode {
  const environmentId = useEnvironmentId();
  const search = { ...NO_FILTERS, statuses: ["COMPLETED" as const], tasks: [run.taskIdentifier] };
  const id = useQuery(runQueries.neighbour(environmentId, search, run.id, "older"));
  const found = id.data ?? "";
  const other = useQuery({ ...runQueries.detail(environmentId, found), enabled: found !== "" });
  const otherTimeline = useQuery({
    ...runQueries.timeline(environmentId, found),
    enabled: found !== "",
  });
  const error = id.error ?? other.error ?? otherTimeline.error;
  return (
    <Dialog
      isOpen
      onOpenChange={onClose}
      title="Compared with the last success"
      className="w-[min(56rem,calc(100vw-2rem))]"
    >
      {error && <ErrorCallout title="The runs could not be compared" {...describeError(error)} />}
      {id.data === null && (
        <p className="text-text-muted">No run of this task has succeeded before this one.</p>
      )}
      {id.data !== null && !error && !otherTimeline.data && <Skeleton className="w-64" />}
      {other.data && otherTimeline.data && (
        <Comparison
          run={run}
          timeline={timeline}
          other={other.data}
          otherTimeline={otherTimeline.data}
        />
      )}
    </Dialog>
  );
}

function Comparison(props: {
  run: RunObject;
  timeline: RunTimelineView;
  other: RunObject;
  otherTimeline: RunTimelineView;
}): ReactNode {
  const { run, other } = props;
  const paths = usePaths();
  const differences = diffJson(other.payload, run.payload);
  const spans = compareSpans(props.timeline, props.otherTimeline);
  return (
    <div className="flex flex-col gap-6 pt-2">
      <DefinitionList>
        <Definition term="Last success" isMono>
          <Link href={paths.run(other.id)} className="text-accent hover:underline">
            {shortRunId(other.id)}
          </Link>
        </Definition>
        <Definition term="Version" isMono>
          {other.version === run.version
            ? `${run.version} in both`
            : `${other.version} → ${run.version}`}
        </Definition>
        <Definition term="Machine" isMono>
          {other.machine === run.machine
            ? `${run.machine} in both`
            : `${other.machine} → ${run.machine}`}
        </Definition>
        <Definition term="Executed for">
          {formatDuration(other.durationMs)} → {formatDuration(run.durationMs)}
        </Definition>
        <Definition term="Attempts">
          {other.attemptCount} → {run.attemptCount}
        </Definition>
      </DefinitionList>
      <section>
        <h3 className="pb-2 font-semibold text-section">Payload</h3>
        {differences.length === 0 ? (
          <p className="text-text-muted">The same in both.</p>
        ) : (
          <ComparisonTable
            names={["Field", "Last success", "This run"]}
            rows={differences.map(({ path, before, after }) => [path, before ?? "–", after ?? "–"])}
          />
        )}
      </section>
      <section>
        <h3 className="pb-2 font-semibold text-section">Spans of the last attempt</h3>
        <ComparisonTable
          names={["Span", "Last success", "This run"]}
          rows={spans.map(({ name, before, after }) => [name, ms(before), ms(after)])}
        />
      </section>
    </div>
  );
}

function ms(value: number | undefined): string {
  return value === undefined ? "–" : formatDuration(value);
}

function ComparisonTable({ names, rows }: { names: string[]; rows: string[][] }): ReactNode {
  return (
    <div className="overflow-x-auto">
      <table className="w-full table-fixed text-left font-mono text-mono sm:min-w-96">
        <thead className="font-sans text-caption text-text-muted">
          <tr>
            {names.map((name) => (
              <th key={name} scope="col" className="py-1 pr-4 font-medium">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([first = "", ...others]) => (
            <tr key={first} className="border-border border-t">
              <th scope="row" className="break-words py-1 pr-4 text-left font-normal">
                {first}
              </th>
              {others.map((text, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: two columns that never move.
                <td key={index} className="break-words py-1 pr-4 align-top">
                  {text}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
