import type { TaskRunContext } from "#sdk/wire/context.ts";
import { MACHINE_PRESETS } from "#sdk/wire/machine.ts";
import type { ManifestConfig } from "#sdk/wire/manifest.ts";
import type { PacketType } from "#sdk/wire/packet-type.ts";
import type { AttemptInput, ConsoleOptions } from "#sdk/wire/protocol.ts";
import { friendlyId } from "#worker/domain/ids.ts";
import { runTrace } from "#worker/domain/run-trace.ts";
import type { TaskSettings } from "#worker/domain/task-settings.ts";
import type { EnvironmentScope } from "../context.ts";
import type { LoadedDeployment } from "../deployments/load.ts";
import { asRecord } from "../json.ts";
import type { DequeuedRun } from "./sql.ts";

interface Parts {
  id: string;
  number: number;
  at: Date;
  run: DequeuedRun;
  scope: EnvironmentScope;
  settings: TaskSettings;
  deployment: LoadedDeployment;
  /** The environment's variables and its key; nothing of the platform's own. */
  variables: Record<string, string>;
}

/** Everything the task's process is told about its attempt. */
export function buildAttemptInput(parts: Parts): AttemptInput {
  const { run, settings, deployment } = parts;
  return {
    id: parts.id,
    taskId: run.taskSlug,
    payload: run.payload ?? undefined,
    payloadType: packetType(run.payloadType),
    metadata: asRecord(run.metadata),
    ctx: buildContext(parts),
    activeMsBefore: run.durationMs,
    retry: settings.retry,
    retriesEnabled: settings.retriesEnabled,
    env: parts.variables,
    logLevel: deployment.manifest.config.logLevel ?? "info",
    console: consoleOptions(deployment.manifest.config),
    trace: runTrace(run),
    waitEpoch: run.waitEpoch,
    hasJournal: run.hasJournal,
    isReplay: run.isReplay,
  };
}

function consoleOptions(config: ManifestConfig): ConsoleOptions | undefined {
  const isLogPrinted = config.enableConsoleLogging ?? false;
  const isUncaptured = config.disableConsoleInterceptor ?? false;
  return isLogPrinted || isUncaptured ? { isLogPrinted, isUncaptured } : undefined;
}

function buildContext({ number, at, run, scope, settings, deployment }: Parts): TaskRunContext {
  const preset = MACHINE_PRESETS[settings.machine];
  return {
    attempt: { number, startedAt: at },
    task: { id: run.taskSlug, filePath: settings.task.filePath },
    run: {
      id: friendlyId("run", run.id),
      tags: run.tags,
      isTest: run.isTest,
      isReplay: run.replayedFromRunId !== null,
      createdAt: run.createdAt,
      startedAt: run.startedAt ?? at,
      maxAttempts: settings.retry.maxAttempts,
      version: deployment.version,
      priority: run.priorityMs / 1000,
      baseCostInCents: 0,
      ...(run.shownIdempotencyKey !== null && { idempotencyKey: run.shownIdempotencyKey }),
      ...(isKeyScope(run.idempotencyScope) && { idempotencyKeyScope: run.idempotencyScope }),
      ...(settings.maxDurationSeconds !== undefined && {
        maxDuration: settings.maxDurationSeconds,
      }),
      ...(run.parentRunId && { parentTaskRunId: friendlyId("run", run.parentRunId) }),
      ...(run.rootRunId && { rootTaskRunId: friendlyId("run", run.rootRunId) }),
    },
    queue: {
      id: run.queueId ? friendlyId("queue", run.queueId) : run.queueName,
      name: run.queueName,
    },
    environment: { id: friendlyId("env", scope.id), slug: scope.slug, type: scope.type },
    organization: scope.organization,
    project: scope.project,
    machine: { name: settings.machine, cpu: preset.cpu, memory: preset.memoryGb, centsPerMs: 0 },
    ...(run.batchId && { batch: { id: friendlyId("batch", run.batchId) } }),
    deployment: {
      id: friendlyId("deployment", deployment.id),
      shortCode: friendlyId("deployment", deployment.id).slice(-8),
      version: deployment.version,
      runtime: "node",
      runtimeVersion: process.version.slice(1),
    },
  };
}

function isKeyScope(value: string | null): value is "run" | "attempt" | "global" {
  return value === "run" || value === "attempt" || value === "global";
}

/** The column was checked against these three when the run was triggered. */
function packetType(value: string): PacketType {
  return value as PacketType;
}
