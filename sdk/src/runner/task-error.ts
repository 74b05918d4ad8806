import type { InternalErrorCode, TaskRunError, TaskRunErrorCause } from "../wire/errors.ts";
import { clamp } from "./clamp.ts";
import { plainJson } from "./plain-json.ts";
import { readableStack, relativeTo } from "./stack.ts";

const MAX_MESSAGE_CHARS = 1_000;
const MAX_CUSTOM_CHARS = 32 * 1024;
const MAX_CAUSES = 10;

/**
 * Whatever a task threw, as data. Bounded, since it is stored and shown many times over.
 *
 * Source: sdk-facts §3.5.
 */
export function toTaskRunError(thrown: unknown, bundleRoot: string): TaskRunError {
  if (thrown instanceof Error) {
    const causes = causesOf(thrown, bundleRoot);
    const described = describe(thrown, bundleRoot);
    return { type: "BUILT_IN_ERROR", ...described, ...(causes.length > 0 ? { causes } : {}) };
  }
  if (typeof thrown === "string") {
    return { type: "STRING_ERROR", raw: clamp(thrown, MAX_MESSAGE_CHARS) };
  }
  return { type: "CUSTOM_ERROR", raw: customText(thrown) };
}

/** An error of ours, with what caused it where something did. */
export function internalError(
  code: InternalErrorCode,
  message: string,
  cause?: { thrown: unknown; bundleRoot: string },
): TaskRunError {
  const error = {
    type: "INTERNAL_ERROR",
    code,
    message: clamp(message, MAX_MESSAGE_CHARS),
  } as const;
  if (!(cause?.thrown instanceof Error)) return error;
  return { ...error, stackTrace: describe(cause.thrown, cause.bundleRoot).stackTrace };
}

/** One line: `TypeError: x is not a function`, or what was thrown in words. */
export function headline(thrown: unknown): string {
  if (thrown instanceof Error) return `${nameOf(thrown)}: ${messageOf(thrown)}`;
  return typeof thrown === "string" ? thrown : customText(thrown);
}

function describe(error: Error, bundleRoot: string) {
  const name = nameOf(error);
  const message = clamp(relativeTo(bundleRoot, messageOf(error)), MAX_MESSAGE_CHARS);
  const header = message ? `${name}: ${message}` : name;
  return { name, message, stackTrace: readableStack(error, header, bundleRoot) };
}

function causesOf(error: Error, bundleRoot: string): TaskRunErrorCause[] {
  const causes: TaskRunErrorCause[] = [];
  const seen = new Set<unknown>([error]);
  const waiting = directCauses(error);
  while (waiting.length > 0 && causes.length < MAX_CAUSES) {
    const cause = waiting.shift();
    if (seen.has(cause)) continue;
    seen.add(cause);
    if (cause instanceof Error) {
      causes.push(describe(cause, bundleRoot));
      waiting.unshift(...directCauses(cause));
    } else causes.push({ message: clamp(headline(cause), MAX_MESSAGE_CHARS) });
  }
  return causes;
}

function directCauses(error: Error): unknown[] {
  const cause = error.cause === undefined || error.cause === null ? [] : [error.cause];
  return error instanceof AggregateError ? [...cause, ...error.errors] : cause;
}

/** Names and messages are ordinary properties: a careless author may have put anything there. */
function nameOf(error: Error): string {
  return clamp(String(error.name || error.constructor?.name || "Error"), MAX_MESSAGE_CHARS);
}

function messageOf(error: Error): string {
  return typeof error.message === "string" ? error.message : customText(error.message);
}

function customText(value: unknown): string {
  const text = JSON.stringify(plainJson(value) ?? null);
  if (text.length <= MAX_CUSTOM_CHARS) return text;
  return JSON.stringify({ truncated: true, preview: text.slice(0, MAX_MESSAGE_CHARS) });
}
