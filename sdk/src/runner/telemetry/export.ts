import type { Attributes } from "@opentelemetry/api";
import type { LogExporter, SpanExporter, SpanProcessor } from "../../telemetry-config.ts";
import type { RunnerEvent } from "../../wire/protocol.ts";
import { EMPTY_CONTEXT } from "./context.ts";
import { ExportQueue } from "./export-queue.ts";
import type { ReadableLog } from "./log-record.ts";
import { toReadableLog } from "./log-record.ts";
import type { RunSpan } from "./run-span.ts";

export interface TelemetryOptions {
  exporters: SpanExporter[];
  logExporters: LogExporter[];
  processors: SpanProcessor[];
  /** Reads what is counted, and sends it on. */
  meterProvider: { forceFlush(): Promise<void> } | undefined;
  resourceAttributes: Attributes;
}

/** How long a process waits for exporters before it takes the next run: their receiver may be gone. */
const FLUSH_MS = 10_000;
const SAMPLED = 1;

/** Sends what the attempts of this process trace and log on to where the config says. */
export class Telemetry {
  readonly resourceAttributes: Attributes;
  readonly #processors: SpanProcessor[];
  readonly #meterProvider: TelemetryOptions["meterProvider"];
  readonly #spans: ExportQueue<RunSpan>;
  readonly #logs: ExportQueue<ReadableLog>;
  #warning: string | undefined;

  constructor(options: TelemetryOptions) {
    const warn = (message: string) => this.#warn(message);
    this.resourceAttributes = options.resourceAttributes;
    this.#processors = options.processors;
    this.#meterProvider = options.meterProvider;
    this.#spans = new ExportQueue(options.exporters, warn);
    this.#logs = new ExportQueue(options.logExporters, warn);
  }

  spanStarted(span: RunSpan): void {
    this.#each("onStart", (processor) => processor.onStart(span, EMPTY_CONTEXT));
  }

  spanEnding(span: RunSpan): void {
    this.#each("onEnding", (processor) => processor.onEnding?.(span));
  }

  spanEnded(span: RunSpan): void {
    if ((span.spanContext().traceFlags & SAMPLED) === 0) return;
    this.#each("onEnd", (processor) => processor.onEnd(span));
    this.#spans.add(span);
  }

  logged(event: Extract<RunnerEvent, { kind: "log" }>, attempt: RunSpan): void {
    this.#logs.add(toReadableLog(event, attempt));
  }

  /** What went wrong since somebody asked last: a run that is over cannot be told any more. */
  takeWarning(): string | undefined {
    const warning = this.#warning;
    this.#warning = undefined;
    return warning;
  }

  /** Resolves when all of it has been sent, or when that takes too long. Never rejects. */
  async flush(): Promise<void> {
    const others = [...this.#processors, ...(this.#meterProvider ? [this.#meterProvider] : [])];
    const flushes = others.map(async (other) => {
      try {
        await other.forceFlush();
      } catch (thrown) {
        this.#warn(`Telemetry could not be sent on. ${String(thrown)}`);
      }
    });
    const { promise: isOver, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(() => {
      this.#warn(`Telemetry was not sent on within ${FLUSH_MS / 1_000} s.`);
      resolve();
    }, FLUSH_MS);
    await Promise.race([
      isOver,
      Promise.all([this.#spans.flush(), this.#logs.flush(), ...flushes]),
    ]);
    clearTimeout(timer);
  }

  #warn(message: string): void {
    this.#warning ??= message;
  }

  /** A processor that throws is its author's concern, not the run's. */
  #each(what: string, call: (processor: SpanProcessor) => void): void {
    for (const processor of this.#processors) {
      try {
        call(processor);
      } catch (thrown) {
        this.#warn(`${what} of a span processor failed. ${String(thrown)}`);
      }
    }
  }
}
