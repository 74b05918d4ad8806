import type { Context } from "@opentelemetry/api";

/**
 * The keys that OpenTelemetry's own packages use: `createContextKey` gives registered symbols, so
 * that several copies of them understand each other, and us, who load none.
 */
export const SPAN_KEY = Symbol.for("OpenTelemetry Context Key SPAN");
export const SUPPRESS_KEY = Symbol.for("OpenTelemetry SDK Context Key SUPPRESS_TRACING");

export const BAGGAGE_KEY = Symbol.for("OpenTelemetry Baggage Key");

/** Values that follow the code; never changed, only copied with a change. */
class TraceContext implements Context {
  readonly #values: ReadonlyMap<symbol, unknown>;

  constructor(values: ReadonlyMap<symbol, unknown>) {
    this.#values = values;
  }

  getValue(key: symbol): unknown {
    return this.#values.get(key);
  }

  setValue(key: symbol, value: unknown): Context {
    return new TraceContext(new Map(this.#values).set(key, value));
  }

  deleteValue(key: symbol): Context {
    const values = new Map(this.#values);
    values.delete(key);
    return new TraceContext(values);
  }
}

export const EMPTY_CONTEXT: Context = new TraceContext(new Map());

/** What is traced in there is not recorded: exporters ask for it around their own requests. */
export function isSuppressed(context: Context): boolean {
  return context.getValue(SUPPRESS_KEY) === true;
}
