import { z } from "zod";
import type { DeploymentGit } from "#sdk/wire/deployment.ts";
import { isMachinePreset } from "#sdk/wire/machine.ts";
import type { BundleArchive, DeploymentManifest } from "#sdk/wire/manifest.ts";
import { SCHEDULE_ENVIRONMENTS } from "#sdk/wire/schedule.ts";
import { parseDuration } from "#worker/domain/duration.ts";

const machine = z.string().refine(isMachinePreset, "must be a machine preset such as small-1x");

const retry = z.object({
  maxAttempts: z.number().int().min(0).max(250).optional(),
  factor: z.number().positive().optional(),
  minTimeoutInMs: z.number().min(0).optional(),
  maxTimeoutInMs: z.number().min(0).optional(),
  randomize: z.boolean().optional(),
  outOfMemory: z.object({ machine: machine.optional() }).optional(),
});

const maxDuration = z.number().min(5);
const LONGEST_TTL_SECONDS = 36_500 * 86_400;
const ttl = z.union([
  z.string().refine((text) => parseDuration(text) !== undefined, "must be a duration such as 10m"),
  z.number().int().min(0).max(LONGEST_TTL_SECONDS),
]);
const concurrencyLimit = z.number().int().min(0).max(100_000);
const LONGEST_PERIOD_SECONDS = 366 * 86_400;
const rateLimit = z.object({
  limit: z.number().int().min(1).max(1_000_000),
  period: z.union([
    z.string().refine((text) => {
      const ms = parseDuration(text);
      return ms !== undefined && ms >= 1000 && ms <= LONGEST_PERIOD_SECONDS * 1000;
    }, "must be a duration from 1s to a year, such as 1m"),
    z.number().min(1).max(LONGEST_PERIOD_SECONDS),
  ]),
  scope: z.enum(["queue", "key"]).optional(),
});
const queueLimits = z.object({
  concurrencyLimit: concurrencyLimit.optional(),
  totalConcurrencyLimit: concurrencyLimit.optional(),
  rateLimit: rateLimit.optional(),
});
const queueName = z
  .string()
  .min(1)
  .max(128)
  .regex(/^[\w/-]+$/, "may have letters, digits, _ - and /");

const task = z.object({
  id: z.string().min(1).max(128),
  filePath: z.string().min(1),
  exportName: z.string().optional(),
  description: z.string().optional(),
  queue: queueLimits.extend({ name: queueName.optional() }).optional(),
  retry: retry.optional(),
  machine: machine.optional(),
  maxDuration: maxDuration.optional(),
  ttl: ttl.optional(),
  durable: z.boolean().optional(),
  payloadSchema: z.unknown().optional(),
  triggerSource: z.literal("schedule").optional(),
  schedule: z
    .object({
      cron: z.string().min(1).max(256),
      timezone: z.string().max(128).default("UTC"),
      window: z.string().max(16).optional(),
      environments: z.array(z.enum(SCHEDULE_ENVIRONMENTS)).optional(),
    })
    .optional(),
});

const manifest = z.object({
  sdkVersion: z.string(),
  runtimeVersion: z.string(),
  entryPoint: z.string().min(1),
  config: z.object({
    project: z.string().min(1),
    maxDuration: maxDuration.optional(),
    machine: machine.optional(),
    ttl: ttl.optional(),
    logLevel: z.enum(["none", "error", "warn", "info", "log", "debug"]).optional(),
    enableConsoleLogging: z.boolean().optional(),
    disableConsoleInterceptor: z.boolean().optional(),
    retries: z
      .object({ enabledInDev: z.boolean().optional(), default: retry.optional() })
      .optional(),
    processKeepAlive: z.boolean().optional(),
    maxExecutionsPerProcess: z.number().int().min(1).optional(),
  }),
  tasks: z.array(task).min(1, "has no task"),
  queues: z.array(queueLimits.extend({ name: queueName })),
});

/** A path that stays inside the folder it is unpacked into, on any system. */
const bundlePath = z
  .string()
  .regex(/^(?!\/)(?!.*(^|\/)\.\.?(\/|$))[\w@.+~/$[\]()-]+$/, "is not a path inside the bundle");

const bundle = z.object({
  files: z
    .array(
      z.object({ path: bundlePath, encoding: z.enum(["utf8", "base64"]), contents: z.string() }),
    )
    .min(1)
    .max(10_000),
});

const git = z.object({
  commitSha: z.string().max(64).optional(),
  commitRef: z.string().max(256).optional(),
  commitMessage: z.string().max(500).optional(),
  commitAuthorName: z.string().max(256).optional(),
  dirty: z.boolean().optional(),
});

const isHeldBack = z.boolean().optional();

export const deploymentInput = z
  .object({ manifest, bundle, git: git.optional(), isHeldBack })
  .transform(
    // zod types an optional field as `T | undefined`, which is what the wire types say too.
    (input): CheckedDeployment => ({ ...input, manifest: asManifest(input.manifest) }),
  );

interface CheckedDeployment {
  manifest: DeploymentManifest;
  bundle: BundleArchive;
  git?: DeploymentGit | undefined;
  isHeldBack?: boolean | undefined;
}

/** `machine` is a plain string to zod; the refinement above has narrowed it. */
function asManifest(value: z.infer<typeof manifest>): DeploymentManifest {
  return value as DeploymentManifest;
}
