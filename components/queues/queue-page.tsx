"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import type { ReactNode } from "react";
import { QueryView } from "#components/data-table/query-view.tsx";
import { DetailSkeleton } from "#components/layout/detail-page-skeleton.tsx";
import { PageHeader } from "#components/layout/page-header.tsx";
import { usePageTitle } from "#components/layout/page-title.ts";
import { Bars, highestOf } from "#components/ui/bars.tsx";
import { Definition, DefinitionList } from "#components/ui/definition-list.tsx";
import { formatDuration } from "#components/ui/format-duration.ts";
import { formatClock } from "#components/ui/format-time.ts";
import { useEnvironmentId } from "#components/workspace/environment-context.tsx";
import { usePaths } from "#components/workspace/use-paths.ts";
import type { QueueDetailView } from "#worker/domain/insight/views.ts";
import { useEnvironmentLoad } from "./environment-pause.tsx";
import { KeyTable } from "./key-table.tsx";
import { countText, limitedBy, otherLimits } from "./limit-words.ts";
import { queueQueries } from "./queries.ts";
import { QueueHeaderActions } from "./queue-header-actions.tsx";
import { PausedBadge } from "./queue-state.tsx";

const LOOK_MS = 3_000;

export function QueuePage({ queueId }: { queueId: string }): ReactNode {
  const paths = usePaths();
  const queue = useQuery({
    ...queueQueries.detail(useEnvironmentId(), queueId),
    refetchInterval: LOOK_MS,
  });
  const object = queue.data?.queue;
  usePageTitle(object && `Queue ${object.name}`);
  return (
    <>
      <PageHeader
        crumbs={[{ label: "Queues", href: paths.queues }]}
        title={
          <>
            <span className="truncate">{object?.name ?? "Queue"}</span>
            {object?.paused && <PausedBadge queue={object} />}
          </>
        }
        actions={object && <QueueHeaderActions queue={object} />}
      />
      <div className="min-h-0 flex-1 overflow-y-auto">
        <QueryView
          query={queue}
          errorTitle="The queue could not be loaded"
          skeleton={<DetailSkeleton />}
        >
          {(view) => <Detail view={view} />}
        </QueryView>
      </div>
    </>
  );
}

function Detail({ view }: { view: QueueDetailView }): ReactNode {
  const { queue, metrics, delay } = view;
  const paths = usePaths();
  const environment = useEnvironmentLoad();
  const limit = queue.concurrencyLimit ?? environment.data?.concurrencyLimit;
  const fullName = queue.type === "task" ? `task/${queue.name}` : queue.name;
  return (
    <div className="flex max-w-5xl flex-col gap-6 p-4">
      <DefinitionList>
        <Definition term="Waiting">
          {countText(queue.queued)}
          {metrics.oldestWaitMs !== undefined &&
            `, the first of a lane for ${formatDuration(metrics.oldestWaitMs)}`}
        </Definition>
        <Definition term="Running">
          {queue.running.toLocaleString("en")}{" "}
          <Link href={paths.runsOfQueue(fullName)} className="text-accent hover:underline">
            Its runs
          </Link>
        </Definition>
        <Definition term="Limit">
          {limit === undefined ? "" : `${limit.toLocaleString("en")} for each key, `}
          {`by ${limitedBy(queue).toLowerCase()}`}
          {otherLimits(queue).map((each) => `, ${each}`)}
        </Definition>
        <Definition term="Delay">
          {delay === undefined
            ? "Nothing started in the last hour"
            : `p50 ${formatDuration(delay.p50Ms)}, p95 ${formatDuration(delay.p95Ms)}, p99 ${formatDuration(delay.p99Ms)}`}
        </Definition>
      </DefinitionList>
      <Flow view={view} />
      <KeyTable view={view} queueName={fullName} />
    </div>
  );
}

/** What came in above what started: more of the first says that it falls behind. */
function Flow({ view }: { view: QueueDetailView }): ReactNode {
  const { minutes, metrics } = view;
  const total = (name: "in" | "out") => minutes.reduce((sum, minute) => sum + minute[name], 0);
  const bars = (name: "in" | "out") =>
    minutes.map((minute) => ({
      label: formatClock(Date.parse(minute.at)).slice(0, 5),
      value: minute[name],
    }));
  // On one scale: they are there to be compared.
  const highest = highestOf([...bars("in"), ...bars("out")]);
  const isBehind = metrics.inPerMinute > metrics.outPerMinute && view.queue.queued > 0;
  return (
    <section className="flex flex-col gap-3" suppressHydrationWarning>
      <h2 className="font-semibold text-section">Last hour</h2>
      <p className="text-text-muted">
        {metrics.inPerMinute} in and {metrics.outPerMinute} out a minute, over the last ten.
        {isBehind && " It falls behind: more comes in than starts."}
      </p>
      <div className="flex flex-col gap-1">
        <span className="text-caption text-text-muted">Came in</span>
        <Bars
          bars={bars("in")}
          highest={highest}
          tone="info"
          className="h-16"
          label={`${total("in")} came in`}
        />
      </div>
      <div className="flex flex-col gap-1">
        <span className="text-caption text-text-muted">Started</span>
        <Bars
          bars={bars("out")}
          highest={highest}
          tone="success"
          className="h-16"
          label={`${total("out")} started`}
        />
      </div>
    </section>
  );
}
