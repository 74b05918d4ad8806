import type { TaskStatsView } from "#worker/domain/runs/views.ts";

/** `0 %`, `<1 %`, `12 %`. */
export function failedShare({ failedCount, sampledCount }: TaskStatsView): string {
  const share = (failedCount / sampledCount) * 100;
  return `${share > 0 && share < 1 ? "<1" : Math.round(share)}\u00a0%`;
}
