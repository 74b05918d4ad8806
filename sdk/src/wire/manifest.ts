import type { MachinePreset } from "./machine.ts";
import type { RetryOptions } from "./retry.ts";
import type { ScheduleManifest } from "./schedule.ts";

/** What indexing a bundle found: the deploy command uploads it, the server checks and stores it. */
export interface DeploymentManifest {
  /** Version of `@pawl/sdk` inside the bundle. */
  sdkVersion: string;
  /** Node version that indexed it, such as `24.21.0`. */
  runtimeVersion: string;
  /** File of the bundle that a worker starts, relative to the bundle's root. */
  entryPoint: string;
  config: ManifestConfig;
  tasks: TaskManifest[];
  queues: QueueManifest[];
}

/** The part of `trigger.config.ts` that the server needs. */
export interface ManifestConfig {
  project: string;
  /** Seconds of one attempt. */
  maxDuration?: number | undefined;
  machine?: MachinePreset | undefined;
  /** Duration string or seconds. */
  ttl?: string | number | undefined;
  logLevel?: LogLevel | undefined;
  /** What is logged is printed where the worker prints, too. */
  enableConsoleLogging?: boolean | undefined;
  /** The console prints where the worker prints, and nowhere else. */
  disableConsoleInterceptor?: boolean | undefined;
  retries?: { enabledInDev?: boolean | undefined; default?: RetryOptions | undefined } | undefined;
  /** False: every run gets a process of its own. */
  processKeepAlive?: boolean | undefined;
  /** A process ends after this many runs. */
  maxExecutionsPerProcess?: number | undefined;
}

export interface TaskManifest {
  id: string;
  /** Path of the source file from the project's root, with forward slashes. */
  filePath: string;
  /** Absent for a task that its file does not export. */
  exportName?: string | undefined;
  description?: string | undefined;
  queue?: ({ name?: string | undefined } & QueueLimits) | undefined;
  retry?: RetryOptions | undefined;
  machine?: MachinePreset | undefined;
  /** Seconds of one attempt. */
  maxDuration?: number | undefined;
  ttl?: string | number | undefined;
  /** A waiting run of it may be given up by its process and go on from the top along its journal. */
  durable?: boolean | undefined;
  /** JSON Schema (draft 7) of the payload. */
  payloadSchema?: unknown;
  /** Set for a task that takes the payload of a schedule: only such a task can be scheduled. */
  triggerSource?: "schedule" | undefined;
  /** Declared with the task. */
  schedule?: ScheduleManifest | undefined;
}

export interface QueueManifest extends QueueLimits {
  name: string;
}

export interface QueueLimits {
  /** Runs at the same time, per concurrency key. */
  concurrencyLimit?: number | undefined;
  /** Runs at the same time, over all concurrency keys together. */
  totalConcurrencyLimit?: number | undefined;
  rateLimit?: RateLimit | undefined;
}

export interface RateLimit {
  /** Starts in one window; it begins with its first start and lasts one period. */
  limit: number;
  /** Duration string such as `1m`, or seconds. */
  period: string | number;
  /** What is counted together: the whole queue (default), or each concurrency key. */
  scope?: "queue" | "key" | undefined;
}

/** A bundle as it is uploaded (gzipped JSON): path from the bundle's root to the file's bytes. */
export interface BundleArchive {
  files: { path: string; encoding: "utf8" | "base64"; contents: string }[];
}

export type LogLevel = "none" | "error" | "warn" | "info" | "log" | "debug";
