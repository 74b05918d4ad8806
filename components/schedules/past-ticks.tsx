"use client";

import { useQuery } from "@tanstack/react-query";
import { ClockAlert, Minus } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { shortRunId } from "#components/runs/run-id.ts";
import { RunStatusLabel } from "#components/runs/run-status.tsx";
import { DayTime } from "#components/ui/time.tsx";
import { useEnvironmentId } from "#components/workspace/environment-context.tsx";
import { usePaths } from "#components/workspace/use-paths.ts";
import type { PastTickView } from "#worker/domain/schedules/views.ts";
import { scheduleQueries } from "./queries.ts";

const LOOK_MS = 5_000;

/** When it ticked, and what became of it: a run, or nobody was there. */
export function PastTicks({ scheduleId }: { scheduleId: string }): ReactNode {
  const ticks = useQuery({
    ...scheduleQueries.pastTicks(useEnvironmentId(), scheduleId),
    refetchInterval: LOOK_MS,
  });
  if (ticks.data === undefined) return null;
  if (ticks.data.data.length === 0)
    return <p className="text-text-muted">It has not ticked yet.</p>;
  return (
    <ol className="flex flex-col">
      {ticks.data.data.map((tick) => (
        <li key={tick.at} className="flex h-8 items-center gap-3">
          <DayTime value={tick.at} className="w-32 shrink-0 tabular-nums" />
          <Outcome tick={tick} />
        </li>
      ))}
    </ol>
  );
}

function Outcome({ tick }: { tick: PastTickView }): ReactNode {
  const paths = usePaths();
  if (tick.state === "RAN") {
    return (
      <Link
        href={paths.run(tick.run.id)}
        className="flex min-w-0 items-center gap-3 rounded-small hover:underline"
      >
        <RunStatusLabel status={tick.run.status} className="w-28 shrink-0" />
        <span className="truncate font-mono text-mono">{shortRunId(tick.run.id)}</span>
      </Link>
    );
  }
  const isMissed = tick.state === "MISSED";
  const Icon = isMissed ? ClockAlert : Minus;
  return (
    <span
      title={isMissed ? MISSED : NONE}
      className={`flex min-w-0 items-center gap-1.5 ${isMissed ? "text-warning" : "text-text-muted"}`}
    >
      <Icon aria-hidden className="size-3.5 shrink-0" />
      {isMissed ? "Missed" : "No run"}
    </span>
  );
}

const MISSED = "No worker was there, or its task was not deployed";
const NONE = "The schedule was switched off then, or had another rule";
