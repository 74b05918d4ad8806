import type { Attributes } from "@opentelemetry/api";
import { SDK_VERSION } from "../../version.ts";
import type { AttemptInput } from "../../wire/protocol.ts";
import type { InstrumentationScope, Resource } from "./readable.ts";
import { createResource } from "./readable.ts";
import type { SpanStart } from "./run-span.ts";
import { randomHex } from "./span-context.ts";
import { traceStateOf } from "./trace-state.ts";

export const SDK_SCOPE: InstrumentationScope = { name: "@pawl/sdk", version: SDK_VERSION };

/** As OpenTelemetry counts kinds. */
const CONSUMER = 4;

/** The span of the attempt itself: below whatever triggered the run, in the same trace. */
export function attemptSpan({ taskId, trace }: AttemptInput): SpanStart {
  const { traceId, parentSpanId, isSampled, link } = trace;
  const traceState = traceStateOf(trace.state);
  const place = { traceId, traceFlags: isSampled ? 1 : 0, ...(traceState && { traceState }) };
  return {
    name: taskId,
    category: "attempt",
    kind: CONSUMER,
    scope: SDK_SCOPE,
    context: { ...place, spanId: randomHex(16) },
    parent: parentSpanId ? { ...place, spanId: parentSpanId, isRemote: true } : undefined,
    links: link && [
      {
        context: {
          traceId: link.traceId,
          spanId: link.spanId,
          traceFlags: link.isSampled ? 1 : 0,
          isRemote: true,
        },
      },
    ],
    shownBelow: undefined,
  };
}

/** On every span and log that is sent on. The names are those that dashboards made for Trigger.dev look for. */
export function identityOf({ ctx }: AttemptInput): Attributes {
  return {
    "ctx.run.id": ctx.run.id,
    "ctx.task.id": ctx.task.id,
    "ctx.attempt.number": ctx.attempt.number,
    "ctx.queue.name": ctx.queue.name,
    "ctx.run.tags": ctx.run.tags,
    ...(ctx.run.parentTaskRunId !== undefined && {
      "ctx.run.parentTaskRunId": ctx.run.parentTaskRunId,
    }),
    ...(ctx.batch && { "ctx.batch.id": ctx.batch.id }),
  };
}

/** `service.name` is the project, unless the environment or the config say otherwise. */
export function resourceOf({ ctx, env }: AttemptInput, configured: Attributes = {}): Resource {
  return createResource({
    "service.name": env["OTEL_SERVICE_NAME"] || ctx.project.slug,
    ...(ctx.run.version !== undefined && { "service.version": ctx.run.version }),
    "deployment.environment.name": ctx.environment.slug,
    "telemetry.sdk.name": SDK_SCOPE.name,
    "telemetry.sdk.version": SDK_VERSION,
    "telemetry.sdk.language": "nodejs",
    "ctx.environment.id": ctx.environment.id,
    "ctx.environment.type": ctx.environment.type,
    "ctx.project.ref": ctx.project.ref,
    "ctx.organization.slug": ctx.organization.slug,
    ...configured,
  });
}
