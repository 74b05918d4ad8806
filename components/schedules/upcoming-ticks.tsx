"use client";

import type { ReactNode } from "react";
import { formatRelative } from "#components/ui/format-time.ts";
import { useNow } from "#components/ui/use-now.ts";
import { nextTicks, type ScheduleRule } from "#worker/domain/schedule.ts";
import { useMinute } from "./next-day-strip.tsx";

type Props = { rule: ScheduleRule; count: number };

/** When it comes next: by the reader's clock, by the schedule's where that is another, and in UTC. */
export function UpcomingTicks({ rule, count }: Props): ReactNode {
  const minute = useMinute();
  const now = useNow();
  // The server does not know the reader's clock.
  if (minute === 0) return <p className="text-text-muted">Reading your clock…</p>;
  const ticks = nextTicks(rule, new Date(now), count);
  const local = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const zones = [...new Set([local, rule.timezone, "UTC"])];
  return (
    <div className="overflow-x-auto">
      <table className="w-full text-left text-caption tabular-nums">
        <thead>
          <tr className="text-text-muted">
            {zones.map((zone) => (
              <th key={zone} scope="col" className="whitespace-nowrap py-1 pr-4 font-medium">
                {zone === local ? `Your time (${zone})` : zone}
              </th>
            ))}
            <th scope="col" className="py-1 font-medium">
              <span className="sr-only">From now</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {ticks.map((tick) => (
            <tr key={tick.getTime()} className="border-border border-t">
              {zones.map((zone) => (
                <td key={zone} className="whitespace-nowrap py-1 pr-4">
                  <time dateTime={tick.toISOString()}>{formatIn(zone, tick)}</time>
                </td>
              ))}
              <td className="whitespace-nowrap py-1 text-text-muted">
                {formatRelative(tick.getTime(), now)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** `Mon 12 Mar, 09:00` */
function formatIn(timeZone: string, tick: Date): string {
  return tick.toLocaleString("en-GB", {
    timeZone,
    weekday: "short",
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
  });
}
