import type pg from "pg";
import { ZodError } from "zod";
import type { Run } from "#prisma/generated/client.ts";
import { DomainError } from "#worker/domain/errors.ts";
import { friendlyId } from "#worker/domain/ids.ts";
import type { EnvironmentContext } from "../context.ts";
import { newId } from "../new-id.ts";
import { type NewRun, prepareRun } from "../runs/prepare-run.ts";
import { replayRequest } from "../runs/replay.ts";
import { insertRuns } from "../runs/sql.ts";
import { nextRunIds } from "./next-run-ids.ts";
import { requestKeyOf } from "./select-runs.ts";
import { type PendingAction, readPayloadSizes, type Slice } from "./sql.ts";

const AT_ONCE = 200;
/** Payloads pass through this process. */
const MAX_BYTES = 16 * 1024 * 1024;

type Replayed = { kind: "MADE"; id: string } | { kind: "FAILED"; reason: string };

/** Makes a new run of each of the next runs of the action. */
export async function replaySlice(
  ctx: EnvironmentContext,
  client: pg.PoolClient,
  action: PendingAction,
): Promise<Slice> {
  const found = await nextRunIds(ctx, action, AT_ONCE);
  const runIds = withinBytes(found, await readPayloadSizes(client, found));
  const rows = await ctx.db.prisma.run.findMany({ where: { id: { in: runIds } } });
  const replayed = await insertEach(client, prepareEach(ctx, action, inOrder(runIds, rows)));
  const made = replayed.flatMap((one) => (one.kind === "MADE" ? [one.id] : []));
  return {
    lastRunId: runIds.at(-1),
    isLast: found.length < AT_ONCE && runIds.length === found.length,
    succeeded: made.length,
    // Removed since they were found.
    skipped: runIds.length - rows.length,
    failures: replayed.flatMap((one) => (one.kind === "FAILED" ? [one.reason] : [])),
    runIds: made,
    announce: () => {
      for (const id of made) ctx.signals.runChanged(ctx.environment.id, id);
      if (made.length > 0) ctx.signals.workAvailable(ctx.environment.id);
    },
  };
}

/** At least one, however large. */
function withinBytes(ids: string[], sizes: Map<string, number>): string[] {
  let bytes = 0;
  const end = ids.findIndex((id, index) => {
    bytes += sizes.get(id) ?? 0;
    return index > 0 && bytes > MAX_BYTES;
  });
  return end === -1 ? ids : ids.slice(0, end);
}

function inOrder(ids: string[], rows: Run[]): Run[] {
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}

type Prepared = { kind: "RUN"; run: NewRun; from: string } | { kind: "FAILED"; reason: string };

function prepareEach(ctx: EnvironmentContext, action: PendingAction, runs: Run[]): Prepared[] {
  return runs.map((run) => {
    const requestKey = requestKeyOf(action.id, run.id);
    try {
      const request = { ...replayRequest(run), requestKey };
      return { kind: "RUN", run: prepareRun(newId(), request, ctx), from: run.id };
    } catch (error) {
      if (!(error instanceof DomainError) && !(error instanceof ZodError)) throw error;
      return failed(run.id, error);
    }
  });
}

/** What the database refuses of one run must not fail the others, nor stop the action for ever. */
async function insertEach(client: pg.PoolClient, prepared: Prepared[]): Promise<Replayed[]> {
  const failures = prepared.filter((one) => one.kind === "FAILED");
  const runs = prepared.filter((one) => one.kind === "RUN");
  return [...failures, ...(await insertOrDivide(client, runs))];
}

async function insertOrDivide(
  client: pg.PoolClient,
  prepared: Extract<Prepared, { kind: "RUN" }>[],
): Promise<Replayed[]> {
  if (prepared.length === 0) return [];
  await client.query("SAVEPOINT replays");
  try {
    const statuses = await insertRuns(
      client,
      prepared.map(({ run }) => run),
    );
    // No status: its request key is taken, so it was made before.
    return prepared.flatMap(({ run }, index) =>
      statuses[index] ? [{ kind: "MADE", id: run.id } as const] : [],
    );
  } catch (error) {
    await client.query("ROLLBACK TO SAVEPOINT replays");
    const [only] = prepared;
    if (prepared.length === 1 && only) return [failed(only.from, error)];
    const middle = Math.ceil(prepared.length / 2);
    return [
      ...(await insertOrDivide(client, prepared.slice(0, middle))),
      ...(await insertOrDivide(client, prepared.slice(middle))),
    ];
  }
}

function failed(runId: string, error: unknown) {
  const message = error instanceof Error ? error.message : String(error);
  return { kind: "FAILED", reason: `${friendlyId("run", runId)}: ${message}` } as const;
}
