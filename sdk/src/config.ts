import type { TaskHooks } from "./hooks.ts";
import type { Instrumentation, TelemetryConfig } from "./telemetry-config.ts";
import type { MachinePreset } from "./wire/machine.ts";
import type { LogLevel } from "./wire/manifest.ts";
import type { RetryOptions } from "./wire/retry.ts";

/**
 * What `trigger.config.ts` exports by default, through `defineConfig`. Hooks in it are global, and
 * come before those of `init.ts`.
 *
 * Source: sdk-facts §5.
 */
export interface TriggerConfig extends TaskHooks {
  /** The project's ref, `proj_…`, from the dashboard. `TRIGGER_PROJECT_REF` may supply it instead. */
  project?: string | undefined;
  /** Folders with task files, from the config's own folder. Default: every folder named `trigger`. */
  dirs?: string[] | undefined;
  /** Globs of files in `dirs` that are no task files, besides tests and specs. */
  ignorePatterns?: string[] | undefined;
  retries?:
    | {
        /** False: an error in a development environment is final. Default true. */
        enabledInDev?: boolean | undefined;
        /** What tasks leave open, field by field. */
        default?: RetryOptions | undefined;
      }
    | undefined;
  /** For tasks that name none. Default `small-1x`. */
  machine?: MachinePreset | undefined;
  /** Seconds one attempt may take, for tasks that say nothing; at least 5. Default: as long as it takes. */
  maxDuration?: number | undefined;
  /** How long a run may wait for its start, for tasks that say nothing: `"1h"`, or seconds. */
  ttl?: string | number | undefined;
  /** What `logger` lets through. Default `info`. The console is not filtered. */
  logLevel?: LogLevel | undefined;
  /** Print what `logger` and the console say where the worker prints, too. Default false. */
  enableConsoleLogging?: boolean | undefined;
  /** Leave the console alone: it prints where the worker prints, and not on the run's timeline. Default false. */
  disableConsoleInterceptor?: boolean | undefined;
  /** OpenTelemetry: what traces by itself, and where traces, logs and metrics are sent besides the timeline. */
  telemetry?: TelemetryConfig | undefined;
  /** @deprecated `telemetry.instrumentations` takes its place. */
  instrumentations?: Instrumentation[] | undefined;
  /**
   * Keep a process for the next run of the same deployment and machine. Default true; false gives
   * every run a process of its own, started ahead. `maxExecutionsPerProcess` ends a process after that
   * many runs (at most 5 000); `devMaxPoolSize` is taken for compatibility.
   */
  processKeepAlive?:
    | boolean
    | {
        enabled: boolean;
        maxExecutionsPerProcess?: number | undefined;
        devMaxPoolSize?: number | undefined;
      }
    | undefined;
  /** Path of another `tsconfig.json` than the nearest one. */
  tsconfig?: string | undefined;
  /** Taken for compatibility: tasks run on the Node of the worker. */
  runtime?: string | undefined;
  build?: BuildConfig | undefined;
}

export interface BuildConfig {
  /** Packages that stay out of the bundle; they must be found where the workers run. */
  external?: string[] | undefined;
  /** More export conditions of packages, besides `node`, `import` and `module`. */
  conditions?: string[] | undefined;
  /** Keep function and class names through the build. Default true. */
  keepNames?: boolean | undefined;
  /** Default false. */
  minify?: boolean | undefined;
  jsx?:
    | {
        /** Use the automatic runtime (`react/jsx-runtime`). Default true. */
        automatic?: boolean | undefined;
        factory?: string | undefined;
        fragment?: string | undefined;
      }
    | undefined;
}

/** Gives back what it is given: it is there for the types. */
export function defineConfig(config: TriggerConfig): TriggerConfig {
  return config;
}
