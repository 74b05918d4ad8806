"use client";

import type { ReactNode } from "react";
import { cn } from "#components/ui/cn.ts";
import { formatDuration } from "#components/ui/format-duration.ts";
import { ClockTime, DayTime, LiveDuration } from "#components/ui/time.tsx";
import { TONE_FILL } from "#components/ui/tone.ts";
import type { RunObject } from "#sdk/wire/api.ts";
import type { RunStatus } from "#sdk/wire/run-status.ts";
import { isFinal } from "#worker/domain/run-status.ts";
import type { RunTimelineView } from "#worker/domain/views.ts";
import { type LifecycleStep, lifecycle } from "./lifecycle.ts";
import { RunErrorBox } from "./run-error-box.tsx";
import { RUN_STATUS, RunStatusIcon, RunStatusLabel } from "./run-status.tsx";
import { WaitReason } from "./wait-reason.tsx";

/** What a person asks first: how is it doing, why, and what happened when. */
export function RunOverview({
  run,
  timeline,
}: {
  run: RunObject;
  timeline: RunTimelineView;
}): ReactNode {
  const steps = lifecycle(run, timeline);
  // The general meaning of a status, and above it what is the case with this run.
  const why = isFinal(run.status) ? undefined : steps.at(-1)?.reason;
  const isWaiting = !isFinal(run.status) && run.status !== "EXECUTING";
  return (
    <div className="flex min-w-0 flex-col gap-6">
      <div className="flex flex-col gap-1">
        <RunStatusLabel status={run.status} className="font-medium" />
        {isWaiting ? (
          <WaitReason run={run} fallback={why ?? RUN_STATUS[run.status].description} />
        ) : (
          <>
            {why !== undefined && <p className="break-words">{why}</p>}
            <p className="text-text-muted">{RUN_STATUS[run.status].description}</p>
          </>
        )}
      </div>
      {run.error && <RunErrorBox error={run.error} isOpen />}
      <section aria-label="Lifecycle">
        <h3 className="pb-2 font-semibold text-section">Lifecycle</h3>
        <ol>
          {steps.map((step, index) => (
            <Step
              key={step.id}
              step={step}
              isLast={index === steps.length - 1}
              isOver={isFinal(run.status)}
            />
          ))}
        </ol>
      </section>
    </div>
  );
}

function Step(props: { step: LifecycleStep; isLast: boolean; isOver: boolean }): ReactNode {
  const { step, isLast, isOver } = props;
  return (
    <li className="flex gap-3">
      <span className="flex flex-col items-center">
        <span className="flex h-5 items-center">
          {step.status === undefined || !isLast ? (
            <span
              aria-hidden
              className={cn(
                "m-0.75 size-2 rounded-full",
                step.status ? fillOf(step.status) : "border border-text-muted",
              )}
            />
          ) : (
            <RunStatusIcon status={step.status} />
          )}
        </span>
        {!isLast && <span aria-hidden className="my-0.5 w-px flex-1 bg-border" />}
      </span>
      <div className="min-w-0 flex-1 pb-3">
        <div className="flex min-w-0 items-baseline justify-between gap-3">
          <span className="min-w-0 truncate font-medium">
            {step.label}
            {step.attempt !== undefined && (
              <span className="font-normal text-text-muted"> · attempt {step.attempt}</span>
            )}
          </span>
          <ClockTime
            value={step.at}
            className="shrink-0 font-mono text-mono text-text-muted tabular-nums"
          />
        </div>
        {step.reason !== undefined && (
          <p className="break-words text-text-muted">
            <Reason text={step.reason} />
          </p>
        )}
        <p className="text-caption text-text-muted tabular-nums">
          {step.lastedMs !== undefined && `for ${formatDuration(step.lastedMs)}`}
          {isLast && !isOver && (
            <>
              for <LiveDuration from={step.at} /> so far
            </>
          )}
        </p>
      </div>
    </li>
  );
}

const INSTANT = /(\d{4}-\d\d-\d\dT[\d:.]+Z)/;

/** As it is stored, but for moments, which are told in the reader's own time. */
function Reason({ text }: { text: string }): ReactNode {
  const [before = "", instant, after = ""] = text.split(INSTANT);
  if (instant === undefined) return text;
  return (
    <>
      {before}
      <DayTime value={instant} />
      {after}
    </>
  );
}

function fillOf(status: RunStatus): string {
  return TONE_FILL[RUN_STATUS[status].tone];
}
