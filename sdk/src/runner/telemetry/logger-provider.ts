import type { LoggerProvider, LogRecord } from "@opentelemetry/api-logs";
import type { EventLevel } from "../../wire/protocol.ts";
import { Scope } from "../scope.ts";
import { RunSpan } from "./run-span.ts";
import { spanIn } from "./span-context.ts";

/** What is logged through OpenTelemetry's logs API (bridges of pino and winston do) stands on the timeline. */
export const loggerProvider: LoggerProvider = {
  getLogger: () => ({
    emit,
    enabled: () => Scope.orServed() !== undefined,
  }),
};

function emit(record: LogRecord): void {
  const span = record.context && spanIn(record.context);
  const scope = span instanceof RunSpan ? Scope.ofSpan(span) : Scope.orServed();
  scope?.log(levelOf(record.severityNumber), textOf(record.body), record.attributes);
}

/** The numbers come in groups of four: trace, debug, info, warn, error, fatal. */
function levelOf(severity = 9): EventLevel {
  if (severity < 9) return "DEBUG";
  if (severity < 13) return "INFO";
  return severity < 17 ? "WARN" : "ERROR";
}

function textOf(body: unknown): string {
  return typeof body === "string" ? body : (JSON.stringify(body) ?? "");
}
