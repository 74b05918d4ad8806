import type { Run, Schedule } from "#prisma/generated/client.ts";
import type { RelatedRun, RunCommon, RunListItem, RunObject } from "#sdk/wire/api.ts";
import type { TaskRunError } from "#sdk/wire/errors.ts";
import { friendlyId } from "#worker/domain/ids.ts";
import { presentError } from "#worker/domain/run-error.ts";
import { statusFlags } from "#worker/domain/run-status.ts";
import type { EnvironmentScope } from "../context.ts";
import { asRecord } from "../json.ts";
import { presentGenerator } from "../schedules/present.ts";
import { packetToJson } from "./packet.ts";

/** A run's row without what can be large, and the version it runs in. */
export type ListedRun = Omit<Run, "payload" | "output"> & { version: string | undefined };

export function presentListItem(run: ListedRun, environment: EnvironmentScope): RunListItem {
  return {
    ...presentCommon(run),
    env: { id: friendlyId("env", environment.id), name: environment.slug },
  };
}

export interface RunRelatives {
  root: ListedRun | undefined;
  parent: ListedRun | undefined;
  children: ListedRun[];
  schedule?: Schedule | undefined;
}

/** The whole run as the API shows it; the payload for everyone who may read it, the output after success. */
export function presentRun(run: Run & ListedRun, relatives: RunRelatives): RunObject {
  const { root, parent, children } = relatives;
  return {
    ...presentRelated(run),
    relatedRuns: {
      ...(root && { root: presentRelated(root) }),
      ...(parent && { parent: presentRelated(parent) }),
      ...(children.length > 0 && { children: children.map(presentRelated) }),
    },
    ...optional("payload", packetToJson(run.payload, run.payloadType)),
    ...(run.status === "COMPLETED" &&
      optional("output", packetToJson(run.output, run.outputType ?? "application/json"))),
    ...optional("error", run.error ? presentError(storedError(run.error)) : undefined),
    ...optional("schedule", relatives.schedule && presentRunSchedule(relatives.schedule)),
    ...optional(
      "replayedFrom",
      run.replayedFromRunId ? friendlyId("run", run.replayedFromRunId) : undefined,
    ),
    attempts: [],
  };
}

function presentRunSchedule(schedule: Schedule): NonNullable<RunObject["schedule"]> {
  return {
    id: friendlyId("sched", schedule.id),
    generator: presentGenerator(schedule.cron),
    ...optional("externalId", schedule.externalId ?? undefined),
    ...optional("deduplicationKey", schedule.deduplicationKey ?? undefined),
  };
}

/** The column holds what the runner or `transition.ts` wrote. */
export function storedError(value: unknown): TaskRunError {
  return value as TaskRunError;
}

function presentRelated(run: ListedRun): RelatedRun {
  return {
    ...presentCommon(run),
    depth: run.depth,
    triggerFunction: run.batchId ? "batchTrigger" : "trigger",
    ...optional("batchId", run.batchId ? friendlyId("batch", run.batchId) : undefined),
  };
}

function presentCommon(run: ListedRun): RunCommon {
  return {
    id: friendlyId("run", run.id),
    status: run.status,
    taskIdentifier: run.taskSlug,
    ...statusFlags(run.status),
    isTest: run.isTest,
    createdAt: run.createdAt.toISOString(),
    updatedAt: run.updatedAt.toISOString(),
    ...optional("startedAt", run.startedAt?.toISOString()),
    ...optional("finishedAt", run.finishedAt?.toISOString()),
    ...optional("delayedUntil", run.delayUntil?.toISOString()),
    ...optional("expiredAt", run.status === "EXPIRED" ? run.finishedAt?.toISOString() : undefined),
    ...optional("ttl", run.ttl ?? undefined),
    ...optional("idempotencyKey", shownIdempotencyKey(run)),
    ...optional("version", run.version),
    tags: run.tags,
    ...optional("metadata", asRecord(run.metadata)),
    costInCents: 0,
    baseCostInCents: 0,
    durationMs: run.durationMs,
    queue: run.queueName,
    ...optional("concurrencyKey", run.concurrencyKey || undefined),
    attemptCount: run.attemptNumber,
    ...optional("machine", run.machine ?? undefined),
  };
}

/** As the caller wrote it; what is stored for comparing is a hash of it. */
function shownIdempotencyKey(run: ListedRun): string | undefined {
  const given = asRecord(run.idempotencyOptions)?.["key"];
  return typeof given === "string" ? given : (run.idempotencyKey ?? undefined);
}

/** A field that has no value is left out: null would be read as a date in 1970 by clients. */
function optional<K extends string, V>(key: K, value: V | undefined): { [P in K]?: V } {
  return value === undefined ? {} : ({ [key]: value } as { [P in K]?: V });
}
