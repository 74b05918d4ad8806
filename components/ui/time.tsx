"use client";

import type { ReactNode } from "react";
import { formatDuration } from "./format-duration.ts";
import { formatClock, formatDay, formatExact, formatRelative } from "./format-time.ts";
import { useNow } from "./use-now.ts";

type TimeProps = { value: string; className?: string };

/** For lists: `2m ago`, the exact time with zone on hover. */
export function RelativeTime({ value, className }: TimeProps): ReactNode {
  const now = useNow();
  const at = Date.parse(value);
  return (
    // The server's zone and clock are not the reader's: the first paint may differ from hydration.
    <time dateTime={value} title={formatExact(at)} className={className} suppressHydrationWarning>
      {formatRelative(at, now === 0 ? Date.now() : now)}
    </time>
  );
}

/** For what happens on the minute: its day and time, everything on hover. */
export function DayTime({ value, className }: TimeProps): ReactNode {
  const at = Date.parse(value);
  return (
    <time dateTime={value} title={formatExact(at)} className={className} suppressHydrationWarning>
      {formatDay(at)}
    </time>
  );
}

/** For details: everything, with zone. */
export function ExactTime({ value, className }: TimeProps): ReactNode {
  return (
    <time dateTime={value} className={className} suppressHydrationWarning>
      {formatExact(Date.parse(value))}
    </time>
  );
}

/** For lines of one run: the time of day, the rest on hover. */
export function ClockTime({ value, className }: TimeProps): ReactNode {
  const at = Date.parse(value);
  return (
    <time dateTime={value} title={formatExact(at)} className={className} suppressHydrationWarning>
      {formatClock(at)}
    </time>
  );
}

/** Counts up once a second until there is an end. */
export function LiveDuration({ from, className }: { from: string; className?: string }): ReactNode {
  const now = useNow();
  const elapsed = Math.max(0, (now === 0 ? Date.now() : now) - Date.parse(from));
  return (
    <span className={className} suppressHydrationWarning>
      {formatDuration(elapsed)}
    </span>
  );
}
