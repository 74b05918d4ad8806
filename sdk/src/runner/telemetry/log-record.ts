import type { Attributes, HrTime, SpanContext } from "@opentelemetry/api";
import type { EventLevel, RunnerEvent } from "../../wire/protocol.ts";
import { SDK_SCOPE } from "./attempt-span.ts";
import type { InstrumentationScope, Resource } from "./readable.ts";
import { toAttributes } from "./readable.ts";
import type { RunSpan } from "./run-span.ts";
import { toHrTime } from "./time.ts";

type LogEvent = Extract<RunnerEvent, { kind: "log" }>;

/** A line of the log as exporters of the OpenTelemetry SDK read it. */
export interface ReadableLog {
  readonly hrTime: HrTime;
  readonly hrTimeObserved: HrTime;
  readonly spanContext: SpanContext;
  readonly severityText: EventLevel;
  readonly severityNumber: number;
  readonly body: string;
  readonly resource: Resource;
  readonly instrumentationScope: InstrumentationScope;
  readonly attributes: Attributes;
  readonly droppedAttributesCount: number;
}

const SEVERITY: Record<EventLevel, number> = { DEBUG: 5, LOG: 9, INFO: 9, WARN: 13, ERROR: 17 };

/** `attempt` is the span of the attempt that it was logged in. */
export function toReadableLog(event: LogEvent, attempt: RunSpan): ReadableLog {
  const { owner } = attempt;
  const { spanId, ...trace } = attempt.spanContext();
  const hrTime = toHrTime(event.at);
  return {
    hrTime,
    hrTimeObserved: hrTime,
    spanContext: { ...trace, spanId: event.parentSpanId ?? spanId },
    severityText: event.level,
    severityNumber: SEVERITY[event.level],
    body: event.message,
    resource: owner.resource,
    instrumentationScope: SDK_SCOPE,
    attributes: { ...owner.identity, ...toAttributes(event.attributes ?? {}) },
    droppedAttributesCount: 0,
  };
}
