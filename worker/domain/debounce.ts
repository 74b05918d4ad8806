import { parseDuration } from "./duration.ts";
import { DomainError } from "./errors.ts";

/** The run with this key that has not been queued yet takes the place of a new one. */
export interface Debounce {
  key: string;
  /** When the run may start, as far as this call is concerned. */
  until: Date;
  /** The newest call's payload and settings replace those of the first. */
  isTrailing: boolean;
  /** Milliseconds after the first call, beyond which its run is not pushed. */
  maxDelayMs: number | null;
}

export interface DebounceOption {
  key: string;
  delay: string;
  mode: "leading" | "trailing";
  maxDelay?: string | undefined;
}

/**
 * Whole seconds: of calls in quick succession most mean the same time, and write nothing. Throws
 * UNPROCESSABLE for times that are none, and for a `maxDelay` that no call could keep.
 */
export function readDebounce({ key, delay, mode, maxDelay }: DebounceOption, now: Date): Debounce {
  const delayMs = readDuration("debounce.delay", delay);
  const maxDelayMs = maxDelay === undefined ? null : readDuration("debounce.maxDelay", maxDelay);
  if (maxDelayMs !== null && maxDelayMs <= delayMs) {
    throw new DomainError("UNPROCESSABLE", "debounce.maxDelay must be longer than debounce.delay.");
  }
  const until = new Date(Math.ceil((now.getTime() + delayMs) / 1000) * 1000);
  return { key, until, isTrailing: mode === "trailing", maxDelayMs };
}

function readDuration(name: string, text: string): number {
  const ms = parseDuration(text);
  if (ms !== undefined && ms > 0) return ms;
  throw new DomainError(
    "UNPROCESSABLE",
    `${name} must be a duration such as 10s or 1h30m, not ${JSON.stringify(text)}.`,
  );
}
