import type { MetricExporter, MetricReader, TelemetryConfig } from "../../telemetry-config.ts";
import type { Resource } from "./readable.ts";

export interface MeterProvider {
  getMeter(name: string, version?: string, options?: object): object;
  forceFlush(): Promise<void>;
}

/** What we need of `@opentelemetry/sdk-metrics`: counting and summing up is its business. */
interface MetricsSdk {
  MeterProvider: new (options: { readers: MetricReader[]; resource: Resource }) => MeterProvider;
  PeriodicExportingMetricReader: new (options: { exporter: MetricExporter }) => MetricReader;
}

/** Undefined where the config sends no metrics on. */
export async function startMetrics(
  { metricExporters = [], metricReaders = [] }: TelemetryConfig,
  {
    loadMetrics,
    resource,
  }: { loadMetrics: (() => Promise<unknown>) | undefined; resource: Resource },
): Promise<MeterProvider | undefined> {
  if (!loadMetrics || metricExporters.length + metricReaders.length === 0) return undefined;
  const sdk = asMetricsSdk(await loadMetrics());
  const periodic = metricExporters.map(
    (exporter) => new sdk.PeriodicExportingMetricReader({ exporter }),
  );
  const provider = new sdk.MeterProvider({ readers: [...metricReaders, ...periodic], resource });
  const apis: unknown = Reflect.get(globalThis, Symbol.for("opentelemetry.js.api.1"));
  if (typeof apis === "object" && apis !== null) Reflect.set(apis, "metrics", provider);
  return provider;
}

/** The build has put this very package into the bundle, as CommonJS: its names are those of `default`. */
function asMetricsSdk(module: unknown): MetricsSdk {
  const inner: unknown = Reflect.get(Object(module), "default");
  return (inner ?? module) as MetricsSdk;
}
