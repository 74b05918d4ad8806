import type { MachinePreset } from "./machine.ts";

/** How a failed attempt is retried. Durations are milliseconds; `maxAttempts` counts the first attempt too. */
export interface RetryOptions {
  /** Attempts in all, the first one included. Default 3; 1 means no retry. */
  maxAttempts?: number | undefined;
  /** How much longer each delay is than the one before. Default 2. */
  factor?: number | undefined;
  /** Delay after the first failed attempt, in milliseconds. Default 1 000. */
  minTimeoutInMs?: number | undefined;
  /** No delay is longer than this, in milliseconds. Default 60 000. */
  maxTimeoutInMs?: number | undefined;
  /** Multiply each delay by a random number in [1, 2), so that failures spread. Default true. */
  randomize?: boolean | undefined;
  /** Where the next attempt runs after one that ran out of memory; without it, on the same machine. */
  outOfMemory?: { machine?: MachinePreset | undefined } | undefined;
}

export type ResolvedRetryOptions = {
  maxAttempts: number;
  factor: number;
  minTimeoutInMs: number;
  maxTimeoutInMs: number;
  randomize: boolean;
};

export const DEFAULT_RETRY: ResolvedRetryOptions = {
  maxAttempts: 3,
  factor: 2,
  minTimeoutInMs: 1_000,
  maxTimeoutInMs: 60_000,
  randomize: true,
};

/** Field by field, the first layer that sets a field wins; the defaults come last. */
export function resolveRetry(...layers: (RetryOptions | undefined)[]): ResolvedRetryOptions {
  const pick = <T>(read: (layer: RetryOptions) => T | undefined, fallback: T): T => {
    for (const layer of layers) {
      const value = layer && read(layer);
      if (value !== undefined) return value;
    }
    return fallback;
  };
  const maxAttempts = pick((layer) => layer.maxAttempts, DEFAULT_RETRY.maxAttempts);
  return {
    maxAttempts: Math.max(1, Math.floor(maxAttempts)),
    factor: pick((layer) => layer.factor, DEFAULT_RETRY.factor),
    minTimeoutInMs: pick((layer) => layer.minTimeoutInMs, DEFAULT_RETRY.minTimeoutInMs),
    maxTimeoutInMs: pick((layer) => layer.maxTimeoutInMs, DEFAULT_RETRY.maxTimeoutInMs),
    randomize: pick((layer) => layer.randomize, DEFAULT_RETRY.randomize),
  };
}

/**
 * Milliseconds to wait after failed attempt `attempt` (from 1), or undefined when it was the last.
 * `random` is uniform in [0, 1) and given by the caller, so that the sum can be tested.
 */
export function retryDelayMs(
  retry: ResolvedRetryOptions,
  attempt: number,
  random: number,
): number | undefined {
  if (attempt >= retry.maxAttempts) return undefined;
  const spread = retry.randomize ? 1 + random : 1;
  const delay = spread * retry.minTimeoutInMs * retry.factor ** (attempt - 1);
  return Math.round(Math.min(retry.maxTimeoutInMs, delay));
}
