"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import type { ReactNode } from "react";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { Definition, DefinitionList } from "#components/ui/definition-list.tsx";
import { useEnvironmentId } from "#components/workspace/environment-context.tsx";
import { usePaths } from "#components/workspace/use-paths.ts";
import type { RunObject } from "#sdk/wire/api.ts";
import type { MentionedRunView, RunRelationsView } from "#worker/domain/runs/views.ts";
import { runQueries } from "./queries.ts";
import { shortRunId } from "./run-id.ts";
import { RunStatusIcon } from "./run-status.tsx";

/** Runs above, below and beside this one, and the trace they are in. */
export function RunRelated({ run }: { run: RunObject }): ReactNode {
  const relations = useQuery(runQueries.relations(useEnvironmentId(), run.id));
  const { root, parent, children = [] } = run.relatedRuns;
  const { replays = [], replayedFrom, sameKey = [] } = relations.data ?? {};
  return (
    <section aria-label="Related runs">
      <h3 className="pb-2 font-semibold text-section">Related</h3>
      <DefinitionList>
        <Definition term="Root">
          {root && root.id !== parent?.id ? <RunMention run={root} /> : null}
        </Definition>
        <Definition term="Parent">{parent && <RunMention run={parent} />}</Definition>
        <Definition term="Started">
          {children.length > 0 ? <RunMentions runs={children} /> : null}
        </Definition>
        <Definition term="Replay of">
          {replayedFrom ? <RunMention run={replayedFrom} /> : run.replayedFrom}
        </Definition>
        <Definition term="Replays">
          {replays.length > 0 ? <RunMentions runs={replays} /> : null}
        </Definition>
        <Definition term="Same idempotency key">
          {sameKey.length > 0 && <RunMentions runs={sameKey} />}
        </Definition>
        <SameAs run={run} />
        {relations.data && <Trace relations={relations.data} />}
      </DefinitionList>
    </section>
  );
}

/** Runs that share something with it: links into the list. */
function SameAs({ run }: { run: RunObject }): ReactNode {
  const paths = usePaths();
  const links = [
    ...(run.batchId ? [{ label: "batch", href: paths.runsOfBatch(run.batchId) }] : []),
    ...(run.concurrencyKey
      ? [{ label: `key ${run.concurrencyKey}`, href: paths.runsOfKey(run.concurrencyKey) }]
      : []),
    ...(run.schedule ? [{ label: "schedule", href: paths.runsOfSchedule(run.schedule.id) }] : []),
    ...run.tags.map((tag) => ({ label: `tag ${tag}`, href: paths.runsOfTag(tag) })),
  ];
  return (
    <Definition term="Runs of the same">
      {links.length === 0 ? null : (
        <span className="flex flex-wrap gap-x-3 gap-y-1">
          {links.map(({ label, href }) => (
            <Link key={href} href={href} className="break-all text-accent hover:underline">
              {label}
            </Link>
          ))}
        </span>
      )}
    </Definition>
  );
}

function Trace({ relations }: { relations: RunRelationsView }): ReactNode {
  const { traceId, parentSpanId, linkedTraceId } = relations;
  const shown = [
    { term: "Trace", value: traceId },
    { term: "Triggered in span", value: parentSpanId },
    { term: "Linked trace", value: linkedTraceId },
  ];
  return shown.map(
    ({ term, value }) =>
      value !== undefined && (
        <Definition key={term} term={term} isMono>
          <span className="flex items-center gap-1">
            <span className="break-all">{value}</span>
            <CopyButton value={value} label={`Copy: ${term.toLowerCase()}`} />
          </span>
        </Definition>
      ),
  );
}

type Mentioned = Pick<MentionedRunView, "id" | "status" | "taskIdentifier">;

function RunMentions({ runs }: { runs: readonly Mentioned[] }): ReactNode {
  return (
    <ul className="flex flex-col gap-1">
      {runs.map((run) => (
        <li key={run.id}>
          <RunMention run={run} />
        </li>
      ))}
    </ul>
  );
}

function RunMention({ run }: { run: Mentioned }): ReactNode {
  const paths = usePaths();
  return (
    <Link href={paths.run(run.id)} className="flex min-w-0 items-center gap-1.5 hover:underline">
      <RunStatusIcon status={run.status} />
      <span className="min-w-0 truncate">{run.taskIdentifier}</span>
      <span className="shrink-0 font-mono text-mono text-text-muted">{shortRunId(run.id)}</span>
    </Link>
  );
}
