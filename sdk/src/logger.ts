import type { LogAttributes, SpanOptions, TraceSpan } from "./current-attempt.ts";
import { currentAttempt } from "./current-attempt.ts";
import type { EventLevel } from "./wire/protocol.ts";

const CONSOLE_METHOD = {
  DEBUG: "debug",
  LOG: "log",
  INFO: "info",
  WARN: "warn",
  ERROR: "error",
} as const satisfies Record<EventLevel, string>;

/** Outside a run there is no timeline. */
const OUTSIDE_A_RUN: TraceSpan = {
  setAttribute: () => OUTSIDE_A_RUN,
  setAttributes: () => OUTSIDE_A_RUN,
  addEvent: () => OUTSIDE_A_RUN,
  addLink: () => OUTSIDE_A_RUN,
  addLinks: () => OUTSIDE_A_RUN,
  setStatus: () => OUTSIDE_A_RUN,
  updateName: () => OUTSIDE_A_RUN,
  recordException() {},
  end() {},
  isRecording: () => false,
  spanContext: () => ({ traceId: "0".repeat(32), spanId: "0".repeat(16), traceFlags: 0 }),
};

function at(level: EventLevel) {
  return (message: string, attributes?: LogAttributes): void => {
    const attempt = currentAttempt();
    if (attempt) attempt.log(level, message, attributes);
    else console[CONSOLE_METHOD[level]](message, ...(attributes ? [attributes] : []));
  };
}

/**
 * Structured logs and spans of the run that is executing. Attributes are JSON-like values and show
 * next to the message. What is below the `logLevel` of the config is dropped
 * (`none` < `error` < `warn` < `info` = `log` < `debug`; default `info`).
 * Outside a run the messages go to the console and `trace` only calls its function.
 *
 * Source: sdk-facts §1.11.
 */
export const logger = {
  debug: at("DEBUG"),
  log: at("LOG"),
  info: at("INFO"),
  warn: at("WARN"),
  error: at("ERROR"),

  /**
   * Shows `fn` as a span of the run's timeline, with everything it logs inside. Gives what `fn`
   * gives; what it throws is recorded on the span and thrown on.
   */
  async trace<T>(
    name: string,
    fn: (span: TraceSpan) => Promise<T> | T,
    options?: SpanOptions,
  ): Promise<T> {
    const attempt = currentAttempt();
    return attempt ? attempt.trace(name, fn, options) : fn(OUTSIDE_A_RUN);
  },

  /**
   * A span that you end yourself, with `span.end()`. What is logged and traced meanwhile is not inside
   * it: `trace` does that.
   */
  startSpan(name: string, options?: SpanOptions): TraceSpan {
    return currentAttempt()?.startSpan(name, options) ?? OUTSIDE_A_RUN;
  },
};
