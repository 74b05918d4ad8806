import type {
  Context,
  Span,
  SpanContext,
  SpanOptions,
  Tracer,
  TracerProvider,
} from "@opentelemetry/api";
import { Scope } from "../scope.ts";
import { isSuppressed, SPAN_KEY } from "./context.ts";
import { contextManager } from "./context-manager.ts";
import type { InstrumentationScope } from "./readable.ts";
import { RunSpan } from "./run-span.ts";
import { isValid, SilentSpan, spanIn } from "./span-context.ts";
import { toEpochMs } from "./time.ts";

/** What `trace.getTracer()` of OpenTelemetry's API gives in a task's process. */
class RunTracer implements Tracer {
  readonly #scope: InstrumentationScope;

  constructor(scope: InstrumentationScope) {
    this.#scope = scope;
  }

  startSpan(name: string, options: SpanOptions = {}, context = contextManager.active()): Span {
    const inContext = options.root ? undefined : spanIn(context);
    const parent = inContext?.spanContext();
    const place = placeOf(inContext);
    if (!place || isSuppressed(context)) return new SilentSpan(parent);
    return place.session.startSpan({
      name: String(name),
      category: "user",
      parent: options.root ? "none" : validParent(parent),
      shownBelow: place.span,
      scope: this.#scope,
      attributes: options.attributes,
      kind: options.kind,
      links: options.links,
      startMs: options.startTime === undefined ? undefined : toEpochMs(options.startTime),
    });
  }

  startActiveSpan<F extends (span: Span) => unknown>(
    name: string,
    ...rest: [F] | [SpanOptions, F] | [SpanOptions, Context, F]
  ): ReturnType<F> {
    const [options, given, fn] = unfold(rest);
    const context = given ?? contextManager.active();
    const span = this.startSpan(name, options, context);
    return resultOf<F>(contextManager.with(context.setValue(SPAN_KEY, span), () => fn(span)));
  }
}

export const tracerProvider: TracerProvider = {
  getTracer: (name, version, options) =>
    new RunTracer({
      name: name || "unknown",
      ...(version !== undefined && { version }),
      ...(options?.schemaUrl !== undefined && { schemaUrl: options.schemaUrl }),
    }),
};

/** Where a new span stands on the timeline: below its parent, if that is one of an attempt, else where the code is. */
function placeOf(parent: Span | undefined): Scope | undefined {
  if (parent instanceof RunSpan) return Scope.ofSpan(parent);
  return Scope.orServed();
}

function validParent(parent: SpanContext | undefined): SpanContext | undefined {
  return parent && isValid(parent) ? parent : undefined;
}

function unfold<F>(
  rest: [F] | [SpanOptions, F] | [SpanOptions, Context, F],
): [SpanOptions, Context | undefined, F] {
  switch (rest.length) {
    case 1:
      return [{}, undefined, rest[0]];
    case 2:
      return [rest[0], undefined, rest[1]];
    case 3:
      return rest;
  }
}

/** The compiler does not see that a call of `F` gives what `F` returns. */
function resultOf<F extends (span: Span) => unknown>(value: unknown): ReturnType<F> {
  return value as ReturnType<F>;
}
