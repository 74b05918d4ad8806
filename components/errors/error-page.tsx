"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import type { ReactNode } from "react";
import { QueryView } from "#components/data-table/query-view.tsx";
import { DetailSkeleton } from "#components/layout/detail-page-skeleton.tsx";
import { PageHeader } from "#components/layout/page-header.tsx";
import { usePageTitle } from "#components/layout/page-title.ts";
import { RunErrorBox } from "#components/runs/run-error-box.tsx";
import { Bars } from "#components/ui/bars.tsx";
import { Definition, DefinitionList } from "#components/ui/definition-list.tsx";
import { formatDay } from "#components/ui/format-time.ts";
import { ExactTime } from "#components/ui/time.tsx";
import { useEnvironmentId } from "#components/workspace/environment-context.tsx";
import { usePaths } from "#components/workspace/use-paths.ts";
import type { ErrorDetailView } from "#worker/domain/insight/views.ts";
import { ErrorActions } from "./error-actions.tsx";
import { ErrorRuns } from "./error-runs.tsx";
import { ErrorStatusLabel } from "./error-status.tsx";
import { lastWeek } from "./last-week.ts";
import { errorQueries } from "./queries.ts";

const LOOK_MS = 5_000;

export function ErrorPage({ errorId }: { errorId: string }): ReactNode {
  const paths = usePaths();
  const error = useQuery({
    ...errorQueries.detail(useEnvironmentId(), errorId),
    refetchInterval: LOOK_MS,
  });
  usePageTitle(error.data && `${error.data.name}: ${error.data.message}`.slice(0, 120));
  return (
    <>
      <PageHeader
        crumbs={[{ label: "Errors", href: paths.errors }]}
        title={<span className="truncate">{error.data?.name ?? "Error"}</span>}
        actions={error.data && <ErrorActions error={error.data} />}
      />
      <div className="min-h-0 flex-1 overflow-y-auto">
        <QueryView
          query={error}
          errorTitle="The error could not be loaded"
          skeleton={<DetailSkeleton />}
        >
          {(detail) => <Detail error={detail} />}
        </QueryView>
      </div>
    </>
  );
}

function Detail({ error }: { error: ErrorDetailView }): ReactNode {
  const paths = usePaths();
  return (
    <div className="flex max-w-5xl flex-col gap-6 p-4">
      <RunErrorBox error={error.error ?? { name: error.name, message: error.message }} isOpen />
      <DefinitionList>
        <Definition term="Status">
          <ErrorStatusLabel error={error} /> <StatusWords error={error} />
        </Definition>
        <Definition term="Task">
          <Link href={paths.task(error.task)} className="underline underline-offset-2">
            {error.task}
          </Link>
        </Definition>
        <Definition term="Runs">{error.count.toLocaleString("en")}</Definition>
        <Definition term="First seen">
          <ExactTime value={error.firstSeenAt} />
        </Definition>
        <Definition term="Last seen">
          <ExactTime value={error.lastSeenAt} />
        </Definition>
      </DefinitionList>
      <Occurrences error={error} />
      <Versions versions={error.versions} />
      <ErrorRuns error={error} />
    </div>
  );
}

function StatusWords({ error }: { error: ErrorDetailView }): ReactNode {
  const { status, changedBy, changedAt, resolvedInVersion, ignoredUntil, reopenedAt } = error;
  const by = changedBy === undefined ? "" : ` by ${changedBy}`;
  const day = (at: string) => formatDay(Date.parse(at));
  const words = () => {
    if (reopenedAt !== undefined) return `since ${day(reopenedAt)}`;
    if (changedAt === undefined || status === "UNRESOLVED") return "";
    if (status === "IGNORED") {
      return `${by} ${ignoredUntil === undefined ? "for good" : `until ${day(ignoredUntil)}`}`;
    }
    const version =
      resolvedInVersion === undefined
        ? ""
        : ` It opens again when a version after ${resolvedInVersion} does it.`;
    return `${by}, ${day(changedAt)}.${version}`;
  };
  return (
    <span className="text-text-muted" suppressHydrationWarning>
      {words()}
    </span>
  );
}

function Occurrences({ error }: { error: ErrorDetailView }): ReactNode {
  const bars = lastWeek(error.occurrences, Date.now());
  const total = bars.reduce((sum, { value }) => sum + value, 0);
  return (
    <section className="flex flex-col gap-2" suppressHydrationWarning>
      <h2 className="font-semibold text-section">Last 7 days</h2>
      <Bars
        tone="danger"
        className="h-20"
        label={`${total.toLocaleString("en")} in the last 7 days`}
        bars={bars}
      />
    </section>
  );
}

function Versions({ versions }: { versions: ErrorDetailView["versions"] }): ReactNode {
  return (
    <section className="flex flex-col gap-2">
      <h2 className="font-semibold text-section">By version</h2>
      <ul className="rounded-panel border border-border">
        {versions.map(({ version, count, firstSeenAt, lastSeenAt }) => (
          <li
            key={version ?? "none"}
            className="flex flex-wrap gap-x-6 gap-y-1 border-border border-b px-3 py-2 last:border-b-0"
          >
            <span className="w-44 font-medium tabular-nums">{version ?? "Before it started"}</span>
            <span className="w-24 tabular-nums">
              {count.toLocaleString("en")} {count === 1 ? "run" : "runs"}
            </span>
            <span className="text-text-muted" suppressHydrationWarning>
              {period(firstSeenAt, lastSeenAt)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Counts are kept by the hour. */
function period(firstSeenAt: string, lastSeenAt: string): string {
  const [from, to] = [formatDay(Date.parse(firstSeenAt)), formatDay(Date.parse(lastSeenAt))];
  return from === to ? from : `${from} to ${to}`;
}
