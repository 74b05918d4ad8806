import { contextManager } from "./context-manager.ts";
import { loggerProvider } from "./logger-provider.ts";
import { propagator } from "./propagator.ts";
import { tracerProvider } from "./tracer.ts";

/** Newer than any 1.x: an API of that major version takes what is registered by the same or a newer one. */
const API_VERSION = "1.999.0";

const APIS = Symbol.for("opentelemetry.js.api.1");

export function isTelemetryRegistered(): boolean {
  return Reflect.has(globalThis, APIS);
}

/**
 * Puts us where every copy of `@opentelemetry/api` and `@opentelemetry/api-logs` looks: in the task's
 * bundle the API finds tracing set up, and nothing of OpenTelemetry is loaded where nothing uses it.
 *
 * What the API calls registering is putting these very fields there, once it is loaded.
 */
export function registerTelemetry(): void {
  const apis = {
    version: API_VERSION,
    trace: tracerProvider,
    context: contextManager,
    propagation: propagator,
  };
  Reflect.set(globalThis, APIS, apis);
  const logs = () => loggerProvider;
  Reflect.set(globalThis, Symbol.for("io.opentelemetry.js.api.logs"), logs);
}
