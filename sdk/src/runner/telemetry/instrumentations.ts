import { createRequire, isBuiltin, syncBuiltinESMExports } from "node:module";
import type { TracerProvider } from "@opentelemetry/api";
import type { Instrumentation } from "../../telemetry-config.ts";
import type { MeterProvider } from "./metrics.ts";
import type { PatchedModule } from "./module-patches.ts";
import { providePatches } from "./module-patches.ts";
import { tracerProvider } from "./tracer.ts";

/** What OpenTelemetry's own instrumentations can besides; others may not. */
interface PatchingInstrumentation extends Instrumentation {
  setTracerProvider?(provider: TracerProvider): void;
  setMeterProvider?(provider: MeterProvider): void;
  getConfig?(): { enabled?: boolean };
  getModuleDefinitions?(): PatchedModule[];
}

/** Most have enabled themselves when they were made; twice does no harm. */
export function startInstrumentations(
  instrumentations: PatchingInstrumentation[],
  meterProvider: MeterProvider | undefined,
): void {
  for (const instrumentation of instrumentations) {
    instrumentation.setTracerProvider?.(tracerProvider);
    if (meterProvider) instrumentation.setMeterProvider?.(meterProvider);
    if (instrumentation.getConfig?.().enabled !== false) instrumentation.enable();
  }
  const modules = instrumentations.flatMap((one) => one.getModuleDefinitions?.() ?? []);
  patchBuiltins(modules);
  providePatches(modules);
}

/**
 * They patch a module of Node when somebody requires it, and a bundle imports it. So we require it,
 * and have the names that are imported follow.
 */
function patchBuiltins(modules: PatchedModule[]): void {
  const builtins = new Set(modules.map(({ name }) => name).filter(isBuiltin));
  if (builtins.size === 0) return;
  const require = createRequire(import.meta.url);
  for (const name of builtins) require(name);
  syncBuiltinESMExports();
}
