/**
 * Where traces and logs go besides the run's timeline, and what traces by itself. The types are
 * OpenTelemetry's, as far as they matter here: what its packages make fits, and none has to be installed.
 *
 * Source: sdk-facts §5.
 */
export interface TelemetryConfig {
  /** `new UndiciInstrumentation()` and the like: what they trace is on the timeline. */
  instrumentations?: Instrumentation[] | undefined;
  /** Get the spans of every attempt: an `OTLPTraceExporter`, say. */
  exporters?: SpanExporter[] | undefined;
  /** Get what `logger` and the console are told. */
  logExporters?: LogExporter[] | undefined;
  /** See spans when they start, before they end and when they have ended. Errors of theirs fail nothing. */
  processors?: SpanProcessor[] | undefined;
  /** Get what is counted through `otel.metrics`, every minute. They need `@opentelemetry/sdk-metrics` in the project. */
  metricExporters?: MetricExporter[] | undefined;
  /** Read what is counted, by themselves. They need `@opentelemetry/sdk-metrics` in the project. */
  metricReaders?: MetricReader[] | undefined;
  /** Attributes of whatever is sent on: `resourceFromAttributes({ "service.name": "…" })`. */
  resource?: { attributes: object } | undefined;
}

export interface ExportResult {
  /** 0: it worked. */
  code: number;
  error?: Error | undefined;
}

export interface SpanExporter {
  export(spans: object[], done: (result: ExportResult) => void): void;
  forceFlush?(): Promise<void>;
  shutdown(): Promise<void>;
}

export interface LogExporter {
  export(logs: object[], done: (result: ExportResult) => void): void;
  forceFlush?(): Promise<void>;
  shutdown(): Promise<void>;
}

export interface MetricExporter {
  export(metrics: object, done: (result: ExportResult) => void): void;
  forceFlush(): Promise<void>;
  shutdown(): Promise<void>;
}

export interface MetricReader {
  collect(): Promise<object>;
  forceFlush(): Promise<void>;
  shutdown(): Promise<void>;
}

export interface SpanProcessor {
  onStart(span: object, parentContext: object): void;
  onEnding?(span: object): void;
  onEnd(span: object): void;
  forceFlush(): Promise<void>;
  shutdown(): Promise<void>;
}

export interface Instrumentation {
  instrumentationName: string;
  instrumentationVersion: string;
  enable(): void;
  disable(): void;
}
