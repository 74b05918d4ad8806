/** As much of OpenTelemetry's `Meter` as everyone uses; it is one, with all of its members, when metrics are set up. */
export interface Meter {
  createCounter(name: string, options?: object): { add(value: number, attributes?: object): void };
  createUpDownCounter(
    name: string,
    options?: object,
  ): { add(value: number, attributes?: object): void };
  createHistogram(
    name: string,
    options?: object,
  ): { record(value: number, attributes?: object): void };
  createGauge(name: string, options?: object): { record(value: number, attributes?: object): void };
}

const APIS = Symbol.for("opentelemetry.js.api.1");
const COUNTER = { add() {} };
const RECORDER = { record() {} };

/** Counts nothing: there is nobody who would be told. */
const SILENT_METER: Meter = {
  createCounter: () => COUNTER,
  createUpDownCounter: () => COUNTER,
  createHistogram: () => RECORDER,
  createGauge: () => RECORDER,
};

function getMeter(name: string, version?: string, options?: object): Meter {
  const apis: unknown = Reflect.get(globalThis, APIS);
  const metrics = isObject(apis) ? Reflect.get(apis, "metrics") : undefined;
  const get: unknown = isObject(metrics) ? Reflect.get(metrics, "getMeter") : undefined;
  return typeof get === "function"
    ? asMeter(Reflect.apply(get, metrics, [name, version, options]))
    : SILENT_METER;
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

/** Only OpenTelemetry's API and the runner put something there. */
function asMeter(meter: unknown): Meter {
  return meter as Meter;
}

/**
 * OpenTelemetry besides spans, which `logger.trace` and `@opentelemetry/api` make.
 *
 * `otel.metrics.getMeter` counts for the `metricExporters` and `metricReaders` of the config, and for
 * nobody where there are none. `otel.withExternalTrace` calls `fn`: a run that was triggered from
 * within a trace goes on in that trace anyway.
 *
 * Source: sdk-facts §1.11.
 */
export const otel = {
  metrics: { getMeter },
  withExternalTrace: <T>(fn: () => T): T => fn(),
};
