"use client";

import { useQuery } from "@tanstack/react-query";
import { X } from "lucide-react";
import type { ReactNode } from "react";
import { describeError, isNotFound } from "#components/api/api-error.ts";
import { Button } from "#components/ui/button.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { Definition, DefinitionList } from "#components/ui/definition-list.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { ErrorCallout } from "#components/ui/error-callout.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { DayTime } from "#components/ui/time.tsx";
import { useEnvironmentId } from "#components/workspace/environment-context.tsx";
import type { ScheduleObject } from "#sdk/wire/schedule.ts";
import { LastRuns } from "./last-runs.tsx";
import { ruleOf } from "./next-day.ts";
import { PastTicks } from "./past-ticks.tsx";
import { scheduleQueries } from "./queries.ts";
import { ScheduleActions } from "./schedule-actions.tsx";
import { ScheduleState, stateOf } from "./schedule-state.tsx";
import { UpcomingTicks } from "./upcoming-ticks.tsx";

const LOOK_MS = 5_000;
const SHOWN_TICKS = 10;

export type ScheduleInspectorProps = {
  scheduleId: string;
  onClose: () => void;
  onEdit: (schedule: ScheduleObject) => void;
};

export function ScheduleInspector({
  scheduleId,
  onClose,
  onEdit,
}: ScheduleInspectorProps): ReactNode {
  const schedule = useQuery({
    ...scheduleQueries.detail(useEnvironmentId(), scheduleId),
    refetchInterval: LOOK_MS,
  });
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <header className="flex h-10 shrink-0 items-center gap-2 border-border border-b px-4">
        <h2 className="min-w-0 truncate font-semibold text-section">
          {schedule.data?.task ?? "Schedule"}
        </h2>
        <Button
          variant="ghost"
          size="icon"
          label="Close"
          shortcut="escape"
          className="-mr-2 ml-auto"
          onClick={onClose}
        >
          <X aria-hidden className="size-4" />
        </Button>
      </header>
      <div className="flex min-h-0 flex-1 flex-col gap-6 overflow-y-auto p-4">
        {schedule.data && (
          <>
            <ScheduleActions
              schedule={schedule.data}
              onEdit={() => onEdit(schedule.data)}
              onDeleted={onClose}
            />
            <Details schedule={schedule.data} />
            {schedule.data.active && (
              <Section title="Next runs">
                <UpcomingTicks rule={ruleOf(schedule.data)} count={SHOWN_TICKS} />
              </Section>
            )}
            <Section title="Past ticks">
              <PastTicks scheduleId={scheduleId} />
            </Section>
            <Section title="Last runs">
              <LastRuns scheduleId={scheduleId} />
            </Section>
          </>
        )}
        {schedule.isPending && <Skeleton className="w-48" />}
        {schedule.isError && schedule.data === undefined && (
          <Failure error={schedule.error} onRetry={() => void schedule.refetch()} />
        )}
      </div>
    </div>
  );
}

function Failure({ error, onRetry }: { error: Error; onRetry: () => void }): ReactNode {
  return isNotFound(error) ? (
    <EmptyState
      title="This schedule is gone"
      description="It was deleted, or the code of its task does not declare it any more. Its runs are still there."
    />
  ) : (
    <ErrorCallout
      title="The schedule could not be loaded"
      {...describeError(error)}
      onRetry={onRetry}
    />
  );
}

function Details({ schedule }: { schedule: ScheduleObject }): ReactNode {
  const { id, type, generator, timezone, window, externalId, deduplicationKey } = schedule;
  const { nextRun, nextRunEffectiveAt, missed, active, isTaskDeployed } = schedule;
  return (
    <DefinitionList>
      <Definition term="State">
        <ScheduleState schedule={schedule} />
        {(!active || !isTaskDeployed) && (
          <span className="block text-text-muted">{stateOf(schedule).title}</span>
        )}
      </Definition>
      <Definition term="When">{generator.description}</Definition>
      <Definition term="Cron" isMono>
        {generator.expression}
      </Definition>
      <Definition term="Time zone">{timezone}</Definition>
      <Definition term="Window">
        {window && (
          <>
            {window}
            {nextRun && nextRunEffectiveAt && (
              <span className="block text-text-muted">
                This one always starts {startWords(nextRun, nextRunEffectiveAt)}.
              </span>
            )}
          </>
        )}
      </Definition>
      <Definition term="Made">
        {type === "DECLARATIVE" ? "In the code of its task" : "With the API or here"}
      </Definition>
      <Definition term="External id" isMono>
        {externalId}
      </Definition>
      <Definition term="Deduplication" isMono>
        {deduplicationKey}
      </Definition>
      <Definition term="Id" isMono>
        <span className="flex items-center gap-1">
          <span className="min-w-0 break-all">{id}</span>
          <CopyButton value={id} label="Copy the id" />
        </span>
      </Definition>
      <Definition term="Missed">
        {missed && (
          <>
            {missed.count.toLocaleString("en")} {missed.count === 1 ? "tick" : "ticks"}, the last at{" "}
            <DayTime value={missed.until} />
            <span className="block text-text-muted">
              No worker was there, or the task was not deployed. After a time without workers, one
              run makes up for all.
            </span>
          </>
        )}
      </Definition>
    </DefinitionList>
  );
}

function startWords(tick: string, start: string): string {
  const seconds = Math.round((Date.parse(start) - Date.parse(tick)) / 1_000);
  const minutes = Math.floor(seconds / 60);
  const rest = `${seconds % 60}\u00a0s`;
  return seconds === 0
    ? "at once"
    : `${minutes > 0 ? `${minutes}\u00a0min ` : ""}${rest} after its tick`;
}

function Section({ title, children }: { title: string; children: ReactNode }): ReactNode {
  return (
    <section className="min-w-0">
      <h3 className="pb-2 font-semibold text-section">{title}</h3>
      {children}
    </section>
  );
}
