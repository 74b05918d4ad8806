import { friendlyId } from "#worker/domain/ids.ts";
import type { SlotHolder } from "#worker/domain/views.ts";
import { LEASE_MS } from "#worker/domain/worker-lease.ts";
import type { WorkersView, WorkerView } from "#worker/domain/workers/views.ts";
import { authorize } from "../authorize.ts";
import type { EnvironmentContext } from "../context.ts";
import { PRESETS } from "../machines/sql.ts";
import { mayDrain } from "./may-drain.ts";

/**
 * The processes that execute: those that are there, and those that stopped in the last hour. They serve
 * every environment of the installation, so what others execute is counted and not named.
 */
export async function listWorkers(ctx: EnvironmentContext): Promise<WorkersView> {
  authorize(ctx, "read", { type: "workers" });
  const [{ rows }, isAllowed] = await Promise.all([
    ctx.db.pool.query<WorkerRow>({
      name: "list-workers",
      text: WORKERS,
      values: [ctx.environment.id],
    }),
    mayDrain(ctx),
  ]);
  return { data: rows.map(present), mayDrain: isAllowed };
}

const RUNS_SHOWN = 20;

const WORKERS = `
SELECT worker.id, host, pid, version, node_version AS "nodeVersion", slots, cpu, memory_mb AS "memoryMb",
  started_at AS "startedAt", heartbeat_at AS "heartbeatAt", draining_at AS "drainingAt", stopped_at AS "stoppedAt",
  heartbeat_at < now() - interval '${LEASE_MS} milliseconds' AS "isSilent", busy.*
FROM worker CROSS JOIN LATERAL (
  SELECT count(*)::int AS executing, coalesce(sum(preset.cpu), 0) AS "usedCpu",
    coalesce(sum(preset.memory_mb), 0)::int AS "usedMemoryMb",
    coalesce((jsonb_agg(jsonb_build_object('id', run.id, 'task', run.task_slug, 'since', attempt.started_at)
      ORDER BY attempt.started_at) FILTER (WHERE run.environment_id = $1)), '[]') AS runs
  FROM attempt JOIN run ON run.id = attempt.run_id
  LEFT JOIN (${PRESETS}) AS preset ON preset.name = run.machine
  WHERE attempt.status = 'EXECUTING' AND attempt.worker_id = worker.id AND run.status = 'EXECUTING'
) AS busy
WHERE stopped_at IS NULL OR stopped_at > now() - interval '1 hour'
ORDER BY stopped_at NULLS FIRST, started_at DESC LIMIT 100`;

interface WorkerRow {
  id: string;
  host: string;
  pid: number;
  version: string;
  nodeVersion: string;
  slots: number;
  cpu: number;
  memoryMb: number;
  startedAt: Date;
  heartbeatAt: Date;
  drainingAt: Date | null;
  stoppedAt: Date | null;
  isSilent: boolean;
  executing: number;
  usedCpu: number;
  usedMemoryMb: number;
  runs: SlotHolderRow[];
}

interface SlotHolderRow {
  id: string;
  task: string;
  since: string;
}

function present(row: WorkerRow): WorkerView {
  const { host, pid, version, nodeVersion, slots, executing, drainingAt, stoppedAt } = row;
  return {
    id: friendlyId("worker", row.id),
    ...{ host, pid, version, nodeVersion, slots, executing },
    state: stateOf(row),
    startedAt: row.startedAt.toISOString(),
    heartbeatAt: row.heartbeatAt.toISOString(),
    ...(drainingAt && { drainingAt: drainingAt.toISOString() }),
    ...(stoppedAt && { stoppedAt: stoppedAt.toISOString() }),
    cpu: { total: row.cpu, used: row.usedCpu },
    memoryGb: { total: row.memoryMb / 1024, used: row.usedMemoryMb / 1024 },
    runs: row.runs.slice(0, RUNS_SHOWN).map(toHolder),
  };
}

function toHolder({ id, task, since }: SlotHolderRow): SlotHolder {
  return { runId: friendlyId("run", id), task, since: new Date(since).toISOString() };
}

function stateOf({ stoppedAt, drainingAt, isSilent }: WorkerRow): WorkerView["state"] {
  if (stoppedAt) return "STOPPED";
  if (isSilent) return "SILENT";
  return drainingAt ? "DRAINING" : "ONLINE";
}
