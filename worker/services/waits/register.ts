import type { WaitRefusal, WaitRequest, WaitResult, WaitTarget } from "#sdk/wire/wait.ts";
import { parseFriendlyId } from "#worker/domain/ids.ts";
import type { ServiceContext } from "../context.ts";
import { readWaitResults } from "./results.ts";

export interface RegisteredWait {
  runId: string;
  epoch: number;
  wait: WaitRequest;
}

export type Registered =
  /** When it is due, if that is known. */
  | { kind: "PENDING"; dueAt: Date | undefined }
  /** The code came here before, and it is over. */
  | { kind: "OVER"; result: WaitResult }
  | { kind: "REFUSED"; reason: WaitRefusal; message: string };

/**
 * Enters a wait in the journal of its run. One that is there already, because the code runs again, is
 * joined; or it is over and its result is the same as before. Code that asks for something else at
 * this place than it did is not the code that the journal was written by.
 */
export async function registerWait(
  ctx: ServiceContext,
  entry: RegisteredWait,
): Promise<Registered> {
  const { runId, epoch, wait } = entry;
  const { step, fingerprint, target } = wait;
  const row = target.kind === "PAST" ? await find(ctx, entry) : await write(ctx, entry, target);
  if (!row) return { kind: "REFUSED", reason: "NOT_FOUND", message: missing(target) };
  if (row.fingerprint !== fingerprint) {
    return { kind: "REFUSED", reason: "MISMATCH", message: mismatch(wait, row) };
  }
  if (!row.isOver) return { kind: "PENDING", dueAt: row.dueAt ?? undefined };
  const [found] = await readWaitResults(ctx, { runId, epoch, steps: [step] });
  if (!found) throw new Error(`The wait ${step} of run ${runId} is over and has no result.`);
  return { kind: "OVER", result: found.result };
}

interface JournalRow {
  fingerprint: string;
  dueAt: Date | null;
  isOver: boolean;
}

type NewTarget = Exclude<WaitTarget, { kind: "PAST" }>;

async function write(
  ctx: ServiceContext,
  { runId, epoch, wait: { step, fingerprint } }: RegisteredWait,
  target: NewTarget,
): Promise<JournalRow | undefined> {
  const duration = target.kind === "DURATION" ? target : undefined;
  const { rows } = await ctx.db.pool.query<JournalRow>({
    name: "register-wait",
    text: REGISTER,
    values: [
      ...[runId, epoch, step, fingerprint, target.kind, duration?.until, waitsFor(target)],
      ...[duration?.key, ctx.clock(), duration?.keyTtlMs],
    ],
  });
  return rows[0];
}

async function find(
  ctx: ServiceContext,
  { runId, epoch, wait: { step } }: RegisteredWait,
): Promise<JournalRow | undefined> {
  const { rows } = await ctx.db.pool.query<JournalRow>({
    name: "find-wait",
    text: `
      SELECT fingerprint, due_at AS "dueAt", resolved_at IS NOT NULL OR due_at <= $4 AS "isOver"
      FROM run_wait WHERE run_id = $1 AND epoch = $2 AND step = $3`,
    values: [runId, epoch, step, ctx.clock()],
  });
  return rows[0];
}

/**
 * Nothing of another environment can be waited for, whatever a task's process asks for.
 * A key of the caller's leads to the time that was set first, in whatever epoch that was, unless that is too
 * long ago for it.
 */
const REGISTER = `
WITH keyed AS (
  SELECT due_at FROM run_wait
  WHERE run_id = $1 AND key = $8
    AND ($10::float8 IS NULL OR created_at > $9::timestamptz - make_interval(secs => $10 / 1000))
  ORDER BY epoch LIMIT 1
), written AS (
  INSERT INTO run_wait (run_id, epoch, step, fingerprint, kind, due_at, waits_for, key, created_at, resolved_at)
  SELECT $1, $2, $3, $4, $5::wait_kind, due.at, $7, $8, $9, CASE WHEN due.at <= $9 THEN $9::timestamptz END
  FROM run CROSS JOIN (SELECT coalesce((SELECT due_at FROM keyed), $6::timestamptz) AS at) AS due
  WHERE run.id = $1 AND run.finished_at IS NULL AND CASE $5::wait_kind
    WHEN 'DURATION' THEN true
    WHEN 'RUN' THEN EXISTS (SELECT FROM run AS child WHERE child.id = $7 AND child.environment_id = run.environment_id)
    WHEN 'BATCH' THEN EXISTS (SELECT FROM batch WHERE batch.id = $7 AND batch.environment_id = run.environment_id)
    WHEN 'TOKEN' THEN EXISTS (SELECT FROM waitpoint WHERE waitpoint.id = $7 AND waitpoint.environment_id = run.environment_id)
  END
  ON CONFLICT (run_id, epoch, step) DO NOTHING
  RETURNING fingerprint, due_at, resolved_at
)
SELECT fingerprint, due_at AS "dueAt", resolved_at IS NOT NULL OR due_at <= $9 AS "isOver" FROM (
  SELECT * FROM written
  UNION ALL
  SELECT fingerprint, due_at, resolved_at FROM run_wait WHERE run_id = $1 AND epoch = $2 AND step = $3
) AS entry LIMIT 1`;

function waitsFor(target: NewTarget): string | null {
  switch (target.kind) {
    case "DURATION":
      return null;
    case "RUN":
      return parseFriendlyId("run", target.runId);
    case "BATCH":
      return parseFriendlyId("batch", target.batchId);
    case "TOKEN":
      return parseFriendlyId("waitpoint", target.tokenId);
  }
}

function missing(target: WaitTarget): string {
  switch (target.kind) {
    case "DURATION":
      return "The run is over: it can wait for nothing any more.";
    case "RUN":
      return `Run ${target.runId} not found in this environment.`;
    case "BATCH":
      return `Batch ${target.batchId} not found in this environment.`;
    case "TOKEN":
      return `Token ${target.tokenId} not found in this environment.`;
    case "PAST":
      return "The code has not come here before.";
  }
}

function mismatch({ step, fingerprint }: WaitRequest, row: JournalRow): string {
  const [section, index] = step.split(":");
  const place = `wait ${Number(index) + 1} of ${section === "run" ? "run" : `the ${section} hook`}`;
  return `The code is not the one this run began with: at ${place} it asks for “${fingerprint}”, and before its process was lost it had asked for “${row.fingerprint}”. Replay the run, or deploy the code it began with.`;
}
