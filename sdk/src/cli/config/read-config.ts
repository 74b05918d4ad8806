import type { TriggerConfig } from "../../config.ts";
import { HOOK_KINDS } from "../../hooks.ts";
import type { ManifestConfig } from "../../wire/manifest.ts";
import type { FieldRule } from "../field-rules.ts";
import * as rule from "../field-rules.ts";
import { UserError } from "../user-error.ts";

const RULES: Record<string, FieldRule> = {
  project: rule.text,
  dirs: rule.texts,
  ignorePatterns: rule.texts,
  retries: rule.object,
  "retries.enabledInDev": rule.boolean,
  "retries.default": rule.object,
  ...rule.retryRules("retries.default"),
  machine: rule.machine,
  maxDuration: rule.seconds,
  ttl: rule.duration,
  logLevel: rule.logLevel,
  enableConsoleLogging: rule.boolean,
  disableConsoleInterceptor: rule.boolean,
  processKeepAlive: rule.either(rule.boolean, rule.object),
  "processKeepAlive.enabled": rule.boolean,
  "processKeepAlive.maxExecutionsPerProcess": rule.startsInPeriod,
  "processKeepAlive.devMaxPoolSize": rule.startsInPeriod,
  telemetry: rule.object,
  "telemetry.instrumentations": rule.objects,
  "telemetry.exporters": rule.objects,
  "telemetry.logExporters": rule.objects,
  "telemetry.processors": rule.objects,
  "telemetry.metricExporters": rule.objects,
  "telemetry.metricReaders": rule.objects,
  "telemetry.resource": rule.object,
  instrumentations: rule.objects,
  tsconfig: rule.text,
  runtime: rule.text,
  build: rule.object,
  "build.external": rule.texts,
  "build.conditions": rule.texts,
  "build.keepNames": rule.boolean,
  "build.minify": rule.boolean,
  "build.jsx": rule.object,
  "build.jsx.automatic": rule.boolean,
  "build.jsx.factory": rule.text,
  "build.jsx.fragment": rule.text,
  ...Object.fromEntries(HOOK_KINDS.map((kind) => [kind, rule.fn])),
};

export interface ReadConfig {
  config: TriggerConfig;
  /** The part that is uploaded. */
  manifest: ManifestConfig;
  /** Fields that mean nothing here: worth a warning, since they may have been meant. */
  unknownFields: string[];
}

/** Checks what the config file exported. `name` is the file's, for messages. */
export function readConfig(
  exported: unknown,
  { name, projectRef }: { name: string; projectRef: string | undefined },
): ReadConfig {
  if (typeof exported !== "object" || exported === null || Array.isArray(exported)) {
    throw new UserError(`${name} must export an object: export default defineConfig({ … });`);
  }
  const problems = rule.fieldProblems(exported, RULES);
  if (problems.length > 0) {
    throw new UserError(
      `${name} is not right.`,
      problems.map((problem) => `${problem}.`),
    );
  }
  const config = checkedConfig(exported);
  const project = config.project ?? projectRef;
  if (!project) {
    throw new UserError(`${name} names no project.`, [
      'Set project: "proj_…" (the dashboard shows it under Project settings),',
      "or TRIGGER_PROJECT_REF in the environment or in .env beside the config.",
    ]);
  }
  const unknownFields = Object.keys(exported).filter((key) => !Object.hasOwn(RULES, key));
  return { config, manifest: toManifest(config, project), unknownFields };
}

function toManifest(config: TriggerConfig, project: string): ManifestConfig {
  const { maxDuration, machine, ttl, logLevel, retries, processKeepAlive } = config;
  const keepAlive =
    typeof processKeepAlive === "object"
      ? processKeepAlive
      : { enabled: processKeepAlive, maxExecutionsPerProcess: undefined };
  return {
    ...{ project, maxDuration, machine, ttl, logLevel, retries },
    enableConsoleLogging: config.enableConsoleLogging,
    disableConsoleInterceptor: config.disableConsoleInterceptor,
    processKeepAlive: keepAlive.enabled,
    ...(keepAlive.maxExecutionsPerProcess !== undefined && {
      maxExecutionsPerProcess: keepAlive.maxExecutionsPerProcess,
    }),
  };
}

/** `RULES` has looked at every field that `TriggerConfig` names. */
function checkedConfig(value: object): TriggerConfig {
  return value as TriggerConfig;
}
