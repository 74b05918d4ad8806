import type { RunnerEvent } from "#sdk/wire/protocol.ts";
import type { ServiceContext } from "../context.ts";
import { toJsonbText, withoutNul } from "../json.ts";

export interface AttemptEvents {
  runId: string;
  environmentId: string;
  attemptNumber: number;
  events: RunnerEvent[];
}

/**
 * Appends logs and spans to the timelines, many with one statement and without waiting for the disk:
 * a crash of the database may cost the last moment of logs, never a run.
 */
export async function recordEvents(ctx: ServiceContext, batches: AttemptEvents[]): Promise<void> {
  const rows = batches.flatMap(({ events, ...owner }) =>
    events.map((event) => toRow(owner, event)),
  );
  if (rows.length === 0) return;
  await ctx.db.relaxedPool.query({
    name: "record-events",
    text: INSERT_EVENTS,
    values: transpose(rows),
  });
  for (const { runId, environmentId } of batches) ctx.signals.runChanged(environmentId, runId);
}

const INSERT_EVENTS = `
INSERT INTO run_event (
  run_id, environment_id, attempt_number, kind, at, label, message,
  span_id, parent_span_id, duration_ms, error, attributes
)
SELECT * FROM unnest(
  $1::uuid[], $2::uuid[], $3::int[], $4::run_event_kind[], $5::timestamptz[], $6::text[], $7::text[],
  $8::text[], $9::text[], $10::float8[], $11::jsonb[], $12::jsonb[]
)`;

type Owner = Omit<AttemptEvents, "events">;

function toRow(owner: Owner, event: RunnerEvent): unknown[] {
  const isLog = event.kind === "log";
  return [
    owner.runId,
    owner.environmentId,
    owner.attemptNumber,
    isLog ? "LOG" : "SPAN",
    new Date(event.at).toISOString(),
    isLog ? event.level : event.category,
    withoutNul(isLog ? event.message : event.name),
    isLog ? null : event.spanId,
    event.parentSpanId ?? null,
    isLog ? null : (event.durationMs ?? null),
    isLog ? null : toJson(event.error),
    toJson(event.attributes),
  ];
}

function toJson(value: unknown): string | null {
  return value === undefined ? null : toJsonbText(value);
}

function transpose(rows: unknown[][]): unknown[][] {
  const width = rows[0]?.length ?? 0;
  return Array.from({ length: width }, (_, column) => rows.map((row) => row[column]));
}
