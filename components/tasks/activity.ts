import { RUN_STATUS } from "#components/runs/run-status.tsx";
import type { Tone } from "#components/ui/tone.ts";
import { RUN_STATUSES, type RunStatus } from "#sdk/wire/run-status.ts";

import type { ActivityHourView, TaskActivityView } from "#worker/domain/tasks/views.ts";

export type StatusCount = { status: RunStatus; count: number };

export type HourBar = {
  at: string;
  /** From the bottom up. */
  parts: { tone: Tone; count: number }[];
  statuses: StatusCount[];
};

export type DeployMark = {
  version: string;
  at: string;
  /** In hours from the start of the first bar. */
  place: number;
};

const TONES: readonly Tone[] = ["success", "neutral", "danger"];
const HOUR_MS = 3_600_000;

/** A bar for every hour, also for those in which nothing ended. */
export function activityBars(
  { hours, deployments }: Pick<TaskActivityView, "hours" | "deployments">,
  ofTask: readonly ActivityHourView[],
): { bars: HourBar[]; highest: number; deploys: DeployMark[] } {
  const known = new Map(ofTask.map((hour) => [hour.at, hour]));
  const bars = hours.map((at): HourBar => {
    const statuses = totals(known.has(at) ? [known.get(at) ?? { at, runs: {} }] : []);
    const parts = TONES.map((tone) => ({
      tone,
      count: sum(statuses.filter(({ status }) => RUN_STATUS[status].tone === tone)),
    }));
    return { at, statuses, parts: parts.filter(({ count }) => count > 0) };
  });
  const first = Date.parse(hours[0] ?? "");
  return {
    bars,
    highest: Math.max(1, ...bars.map(({ statuses }) => sum(statuses))),
    deploys: deployments.map(({ version, at }) => ({
      version,
      at,
      place: (Date.parse(at) - first) / HOUR_MS,
    })),
  };
}

/** How many ended how, in the order in which statuses are told everywhere. */
export function totals(hours: readonly ActivityHourView[]): StatusCount[] {
  return RUN_STATUSES.map((status) => ({
    status,
    count: hours.reduce((total, { runs }) => total + (runs[status] ?? 0), 0),
  })).filter(({ count }) => count > 0);
}

/** All that the drawing shows, in a sentence. */
export function activityText(
  hours: readonly ActivityHourView[],
  deployments: TaskActivityView["deployments"],
): string {
  const counts = totals(hours).map(
    ({ status, count }) =>
      `${count.toLocaleString("en")} ${RUN_STATUS[status].label.toLowerCase()}`,
  );
  const ended = counts.length === 0 ? "nothing ended" : counts.join(", ");
  const versions = deployments.map(({ version }) => version).join(", ");
  return `Last 24 hours: ${ended}.${versions === "" ? "" : ` Deployed: ${versions}.`}`;
}

function sum(counts: readonly StatusCount[]): number {
  return counts.reduce((total, { count }) => total + count, 0);
}
