import type { Attributes } from "@opentelemetry/api";
import type { TelemetryConfig } from "../../telemetry-config.ts";
import { Telemetry } from "./export.ts";
import { startInstrumentations } from "./instrumentations.ts";
import { startMetrics } from "./metrics.ts";
import type { Resource } from "./readable.ts";
import { toAttributes } from "./readable.ts";

export interface TelemetrySource {
  /** The default export of the config. */
  config: unknown;
  /** Imports `@opentelemetry/sdk-metrics`; absent in a bundle whose config sends no metrics on. */
  loadMetrics: (() => Promise<unknown>) | undefined;
  /** The resource of what is sent on, besides what the config adds to it. */
  resource: Resource;
}

/**
 * Starts what the config says about telemetry, once per process: instrumentations, before any task
 * file is imported, and exporters. Undefined where nothing is sent on.
 */
export async function configureTelemetry(source: TelemetrySource): Promise<Telemetry | undefined> {
  const { telemetry = {}, instrumentations = [] } = telemetryOf(source.config);
  const meterProvider = await startMetrics(telemetry, source);
  startInstrumentations(
    [...(telemetry.instrumentations ?? []), ...instrumentations],
    meterProvider,
  );
  const { exporters = [], logExporters = [], processors = [], resource } = telemetry;
  const sendsOn = exporters.length + logExporters.length + processors.length > 0;
  if (!sendsOn && !meterProvider) return undefined;
  const resourceAttributes: Attributes = toAttributes({ ...resource?.attributes });
  return new Telemetry({ exporters, logExporters, processors, meterProvider, resourceAttributes });
}

interface TelemetryFields {
  telemetry?: TelemetryConfig | undefined;
  /** @deprecated Where they stood before. */
  instrumentations?: TelemetryConfig["instrumentations"];
}

/** The command has looked at these fields when it built the bundle. */
function telemetryOf(config: unknown): TelemetryFields {
  return typeof config === "object" && config !== null ? (config as TelemetryFields) : {};
}
