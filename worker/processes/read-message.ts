import type { AttemptResult, FromRunner, RunnerEvent } from "#sdk/wire/protocol.ts";
import type { WaitRequest } from "#sdk/wire/wait.ts";

/**
 * What came over the channel of a task's process, or undefined where it is nothing that a runner says. The code
 * of a task lives in that process and may send whatever it likes: a worker believes none of it, and never throws.
 */
export function readMessage(value: unknown): FromRunner | undefined {
  return isMessage(value) ? value : undefined;
}

type Fields = Record<string, unknown>;

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null;
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}

function isOptional(value: unknown, is: (value: unknown) => boolean): boolean {
  return value === undefined || is(value);
}

function isMessage(value: unknown): value is FromRunner {
  if (!isFields(value)) return false;
  switch (value.type) {
    case "ready":
    case "unfit":
      return true;
    case "events":
      return isText(value.attemptId) && isEvents(value.events);
    case "result":
      return (
        isText(value.attemptId) && isResult(value.result) && isOptional(value.events, isEvents)
      );
    case "wait":
    case "waiting":
      return isWaiting(value);
    case "exported":
      return isText(value.attemptId);
    default:
      return false;
  }
}

function isEvents(value: unknown): value is RunnerEvent[] {
  return Array.isArray(value) && value.every(isEvent);
}

/** The end of the year 9999: later dates are written in another form. */
const LATEST_MS = 253_402_300_799_999;

function isMoment(value: unknown): value is number {
  return typeof value === "number" && value >= 0 && value <= LATEST_MS;
}

const LEVELS: ReadonlySet<unknown> = new Set(["DEBUG", "LOG", "INFO", "WARN", "ERROR"]);
const CATEGORIES: ReadonlySet<unknown> = new Set([
  ...["run", "hook", "wait", "trigger", "user", "platform"],
]);

function isEvent(value: unknown): value is RunnerEvent {
  if (!isFields(value) || !isMoment(value.at)) return false;
  if (!isOptional(value.parentSpanId, isText) || !isOptional(value.attributes, isFields)) {
    return false;
  }
  if (value.kind === "log") return LEVELS.has(value.level) && isText(value.message);
  return (
    value.kind === "span" &&
    CATEGORIES.has(value.category) &&
    isText(value.spanId) &&
    isText(value.name) &&
    isOptional(value.durationMs, Number.isFinite) &&
    isOptional(value.error, isError)
  );
}

function isResult(value: unknown): value is AttemptResult {
  if (!isFields(value)) return false;
  if (value.ok === true) return isOutput(value);
  if (value.ok !== false || !isError(value.error)) return false;
  return isOptional(value.retry, isRetry) && isOptional(value.lateOutput, isOutput);
}

function isOutput(value: unknown): boolean {
  return isFields(value) && isOptional(value.output, isText) && isText(value.outputType);
}

function isRetry(value: unknown): boolean {
  return isFields(value) && isMoment(value.delayMs);
}

/** What text each kind of error has. */
const TEXTS_OF_ERRORS: ReadonlyMap<unknown, readonly string[]> = new Map([
  ["BUILT_IN_ERROR", ["name", "message", "stackTrace"]],
  ["STRING_ERROR", ["raw"]],
  ["CUSTOM_ERROR", ["raw"]],
  ["INTERNAL_ERROR", ["code"]],
]);

function isError(value: unknown): boolean {
  if (!isFields(value)) return false;
  const texts = TEXTS_OF_ERRORS.get(value.type);
  return texts?.every((name) => isText(value[name])) ?? false;
}

function isWaiting(value: Fields): boolean {
  if (!isText(value.attemptId)) return false;
  return value.type === "waiting" ? isText(value.step) : isRequest(value.wait);
}

function isRequest(value: unknown): value is WaitRequest {
  if (!isFields(value) || !isText(value.step) || !isText(value.fingerprint)) return false;
  const { target } = value;
  if (!isFields(target)) return false;
  switch (target.kind) {
    case "DURATION":
      return (
        target.until instanceof Date &&
        isMoment(target.until.getTime()) &&
        isOptional(target.key, isText) &&
        isOptional(target.keyTtlMs, isMoment)
      );
    case "RUN":
      return isText(target.runId);
    case "BATCH":
      return isText(target.batchId);
    case "TOKEN":
      return isText(target.tokenId);
    case "PAST":
      return true;
    default:
      return false;
  }
}
