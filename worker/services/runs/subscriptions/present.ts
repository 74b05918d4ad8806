import type { Run } from "#prisma/generated/client.ts";
import { FEED_STATUSES, type RunRow } from "#sdk/wire/run-row.ts";
import type { RunStatus } from "#sdk/wire/run-status.ts";
import { friendlyId } from "#worker/domain/ids.ts";
import { isFinal } from "#worker/domain/run-status.ts";
import { asRecord } from "../../json.ts";
import { isInputKey } from "../../streams/schemas.ts";
import { storedError } from "../present.ts";

const NAMES = new Map<RunStatus, string>(
  Object.entries(FEED_STATUSES).map(([name, status]) => [status, name]),
);

/** A run in the columns of the realtime feed. */
export function toRunRow(run: Run & { streams: { key: string }[] }): RunRow {
  const { payload, metadata, output, finishedAt } = run;
  const shownKey = asRecord(run.idempotencyOptions)?.["key"];
  const idempotencyKey = typeof shownKey === "string" ? shownKey : run.idempotencyKey;
  return {
    id: run.id,
    friendlyId: friendlyId("run", run.id),
    taskIdentifier: run.taskSlug,
    status: NAMES.get(run.status) ?? run.status,
    createdAt: time(run.createdAt),
    updatedAt: time(run.updatedAt),
    queuedAt: time(run.queuedAt),
    ...(run.startedAt && { startedAt: time(run.startedAt) }),
    ...(run.delayUntil && { delayUntil: time(run.delayUntil) }),
    ...(run.status === "EXPIRED" && finishedAt && { expiredAt: time(finishedAt) }),
    ...(isFinal(run.status) && finishedAt && { completedAt: time(finishedAt) }),
    number: 0,
    isTest: run.isTest,
    usageDurationMs: run.durationMs,
    costInCents: 0,
    baseCostInCents: 0,
    ...(run.ttl !== null && { ttl: run.ttl }),
    ...(idempotencyKey && { idempotencyKey }),
    ...(payload !== null && { payload, payloadType: run.payloadType }),
    ...(metadata !== null && {
      metadata: JSON.stringify(metadata),
      metadataType: "application/json",
    }),
    ...(run.status === "COMPLETED" &&
      output !== null && { output, outputType: run.outputType ?? "application/json" }),
    runTags: run.tags,
    ...(run.error !== null && { error: storedError(run.error) }),
    realtimeStreams: run.streams.map(({ key }) => key).filter((key) => !isInputKey(key)),
  };
}

/** Without its zone: clients append one, and cannot read two. */
function time(date: Date): string {
  return date.toISOString().slice(0, -1);
}
