import type { RunError } from "../wire/api.ts";
import type { EventLevel, RunnerEvent, SpanCategory } from "../wire/protocol.ts";

/** What came of a task that was run in a test. */
export type TestRun<TOutput = unknown> = TestRunFacts &
  (
    | { ok: true; status: "COMPLETED"; output: TOutput }
    | {
        ok: false;
        status: "FAILED" | "CRASHED" | "CANCELED" | "TIMED_OUT";
        error: RunError;
      }
  );

export interface TestRunFacts {
  /** `run_…`, as in `ctx.run.id`. */
  id: string;
  /** In their order; the last one decided. */
  attempts: TestAttempt[];
  /** From `logger` and the console, of all attempts, as they would stand on the run's timeline. */
  logs: TestLog[];
  /** Hooks, `run`, `logger.trace` and whatever else is a span of the timeline, in the order of their start. */
  spans: TestSpan[];
  /** The kinds of the hooks that ran, in order: `["init", "onStart", …]`. */
  hooks: string[];
  metadata: Record<string, unknown>;
  /** What the run changed through `metadata.parent` and `metadata.root`, where `ctx` names such runs. */
  parentMetadata: Record<string, unknown>;
  rootMetadata: Record<string, unknown>;
  tags: string[];
  /** What the run wrote to its streams, by key. */
  streams: Record<string, unknown[]>;
  /** What the run triggered, in order. None of it was executed, except where the run waited for it. */
  triggered: TriggeredRun[];
  /** Milliseconds that have passed for the run: what it took, and what it would have waited. */
  elapsedMs: number;
}

export interface TestAttempt {
  number: number;
  ok: boolean;
  error?: RunError | undefined;
  /** Milliseconds until the next attempt; absent when none followed. */
  retryDelayMs?: number | undefined;
}

export interface TestLog {
  level: "debug" | "log" | "info" | "warn" | "error";
  message: string;
  attributes: Record<string, unknown>;
  attempt: number;
}

export interface TestSpan {
  name: string;
  category: SpanCategory;
  attributes: Record<string, unknown>;
  attempt: number;
  /** What was thrown in it. */
  error?: RunError | undefined;
}

/** A run that was triggered from the task. */
export interface TriggeredRun {
  id: string;
  taskId: string;
  payload: unknown;
  /** As they were sent: `tags`, `delay`, `queue: { name }`, `concurrencyKey`, … Keys are hashed. */
  options: Record<string, unknown>;
  /** Set for the items of a batch. */
  batchId?: string | undefined;
}

export type LogEvent = Extract<RunnerEvent, { kind: "log" }>;
export type SpanEvent = Extract<RunnerEvent, { kind: "span" }>;

const LEVELS = {
  DEBUG: "debug",
  LOG: "log",
  INFO: "info",
  WARN: "warn",
  ERROR: "error",
} as const satisfies Record<EventLevel, TestLog["level"]>;

export function toTestLog(event: LogEvent, attempt: number): TestLog {
  const { level, message, attributes = {} } = event;
  return { level: LEVELS[level], message, attributes, attempt };
}
