import { currentAttempt } from "./current-attempt.ts";

/** What a piece of work took. Costs are 0: the machines are yours. */
export interface ComputeUsage {
  costInCents: number;
  /** Milliseconds of active time: waits that let go of the slot do not count. */
  durationMs: number;
}

export interface CurrentUsage {
  compute: {
    /** Of this attempt so far. */
    attempt: ComputeUsage;
    /** Of the run so far, attempts before this one included. */
    total: ComputeUsage;
  };
  baseCostInCents: number;
  totalCostInCents: number;
}

/** What the run that executes has used so far; all 0 outside a run. */
function getCurrent(): CurrentUsage {
  const attempt = currentAttempt();
  const durationMs = Math.round(attempt?.activeMs() ?? 0);
  const before = attempt?.activeMsBefore ?? 0;
  return {
    compute: {
      attempt: { costInCents: 0, durationMs },
      total: { costInCents: 0, durationMs: before + durationMs },
    },
    baseCostInCents: 0,
    totalCostInCents: 0,
  };
}

/** Calls `fn` and says what it took, in a run or outside. What it throws is thrown on. */
async function measure<T>(fn: () => Promise<T> | T): Promise<{ result: T; compute: ComputeUsage }> {
  const now = clock();
  const startedAt = now();
  const result = await fn();
  return { result, compute: { costInCents: 0, durationMs: Math.round(now() - startedAt) } };
}

function clock(): () => number {
  const attempt = currentAttempt();
  return attempt ? () => attempt.activeMs() : () => performance.now();
}

/** What runs use. Source: sdk-facts §1.12. */
export const usage = { getCurrent, measure };
