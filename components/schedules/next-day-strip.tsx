"use client";

import { type ReactNode, useMemo } from "react";
import { cn } from "#components/ui/cn.ts";
import { useNow } from "#components/ui/use-now.ts";
import type { ScheduleObject } from "#sdk/wire/schedule.ts";
import { dayMarks, hourLabels } from "./next-day.ts";

const MINUTE_MS = 60_000;

/** The minute it is, so that a strip is drawn once in a minute and not each second; 0 on the server. */
export function useMinute(): number {
  return Math.floor(useNow() / MINUTE_MS) * MINUTE_MS;
}

/** The next 24 hours, from now on the left: a mark for each tick. */
export function NextDayStrip({ schedule }: { schedule: ScheduleObject }): ReactNode {
  const minute = useMinute();
  const { active, timezone, window } = schedule;
  const { expression } = schedule.generator;
  const marks = useMemo(() => {
    if (minute === 0 || !active) return undefined;
    return dayMarks({ cron: expression, timezone, window: window ?? null }, minute);
  }, [minute, active, expression, timezone, window]);
  const name = marks === undefined ? "It does not tick" : nameOf(marks);
  return (
    <span role="img" aria-label={name} title={name} className="relative block h-5 w-full min-w-40">
      <span className="absolute inset-x-0 top-1/2 h-px bg-border" />
      {marks?.kind === "BAR" && (
        <span
          className="absolute inset-y-1.5 right-0 rounded-small bg-info"
          style={{ left: percent(marks.from) }}
        />
      )}
      {marks?.kind === "MARKS" &&
        marks.places.map((place) => (
          <span
            key={place}
            className="absolute inset-y-0.5 w-1 -translate-x-1/2 rounded-full bg-info"
            style={{ left: percent(place) }}
          />
        ))}
    </span>
  );
}

function nameOf(marks: NonNullable<ReturnType<typeof dayMarks>>): string {
  if (marks.kind === "BAR") return "More than 30 runs in the next 24 hours";
  const count = marks.places.length;
  if (count === 0) return "No run in the next 24 hours";
  return `${count} ${count === 1 ? "run" : "runs"} in the next 24 hours`;
}

/** Above the strips: hours of the reader's clock. */
export function NextDayAxis({ className }: { className?: string }): ReactNode {
  const minute = useMinute();
  return (
    <span aria-hidden className={cn("relative block h-4 w-full min-w-40", className)}>
      {minute > 0 &&
        hourLabels(minute)
          .filter(({ place }) => place > 0.03 && place < 0.97)
          .map(({ place, label }) => (
            <span
              key={place}
              className="absolute -translate-x-1/2 font-normal text-caption tabular-nums"
              style={{ left: percent(place) }}
            >
              {label}
            </span>
          ))}
    </span>
  );
}

function percent(place: number): string {
  return `${(place * 100).toFixed(2)}%`;
}
