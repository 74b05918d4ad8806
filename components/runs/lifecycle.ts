import type { RunObject } from "#sdk/wire/api.ts";
import type { RunStatus } from "#sdk/wire/run-status.ts";
import { isFinal } from "#worker/domain/run-status.ts";
import type { RunTimelineView } from "#worker/domain/views.ts";
import { RUN_STATUS } from "./run-status.tsx";

export type LifecycleStep = {
  id: string;
  at: string;
  label: string;
  /** Absent for "Triggered", which is an event and not a status. */
  status: RunStatus | undefined;
  attempt: number | undefined;
  reason: string | undefined;
  /** Until the next step; absent for the last. */
  lastedMs: number | undefined;
};

/** Every change of the run's status, with how long each lasted. */
export function lifecycle(run: RunObject, timeline: RunTimelineView): LifecycleStep[] {
  const triggered = {
    id: "triggered",
    at: run.createdAt,
    label: run.isTest ? "Triggered as a test" : "Triggered",
    status: undefined,
    attempt: undefined,
    reason: undefined,
  };
  const steps: Step[] = timeline.events.flatMap((event) =>
    event.kind === "TRANSITION"
      ? [
          {
            id: event.id,
            at: event.at,
            label: RUN_STATUS[event.status].label,
            status: event.status,
            attempt: event.attempt,
            // The step before says so already.
            reason: event.reason === "Triggered" ? undefined : event.reason,
          },
        ]
      : [],
  );
  const all = [triggered, ...completed(run, steps)];
  return all.map((step, index) => {
    const next = all[index + 1];
    const lastedMs = next && Math.max(0, Date.parse(next.at) - Date.parse(step.at));
    // "Triggered for 0 ms" says nothing.
    return {
      ...step,
      lastedMs: lastedMs === 0 || step.status === undefined ? undefined : lastedMs,
    };
  });
}

type Step = Omit<LifecycleStep, "lastedMs">;

/** Where events are missing (not here yet, or no longer kept), what the run itself says. */
function completed(run: RunObject, steps: Step[]): Step[] {
  if (steps.length === 0) return [currentStep(run)];
  if (!isFinal(run.status) || steps.some(({ status }) => status === run.status)) return steps;
  const isStartMissing = !steps.some(({ status }) => status === "EXECUTING");
  const started: Step[] =
    run.startedAt !== undefined && isStartMissing
      ? [stepOf("EXECUTING", { id: "started", at: run.startedAt })]
      : [];
  return [...steps, ...started, currentStep(run)];
}

function stepOf(status: RunStatus, { id, at }: { id: string; at: string }): Step {
  const { label } = RUN_STATUS[status];
  return { id, at, label, status, attempt: undefined, reason: undefined };
}

function currentStep(run: RunObject): Step {
  const at = run.finishedAt ?? run.startedAt ?? run.createdAt;
  return stepOf(run.status, { id: "current", at });
}
