import type pg from "pg";

export interface DatabaseRow {
  now: Date;
  version: string;
  isReadOnly: boolean;
  used: number;
  max: number;
  sizeBytes: number;
}

/** One round trip, which is timed: it must not wait for anything but the server. */
export async function readDatabase(pool: pg.Pool): Promise<DatabaseRow> {
  const { rows } = await pool.query<DatabaseRow>(`
    SELECT clock_timestamp() AS now, current_setting('server_version') AS version,
      pg_is_in_recovery() OR current_setting('default_transaction_read_only')::boolean AS "isReadOnly",
      (SELECT count(*)::int FROM pg_stat_activity WHERE backend_type = 'client backend') AS used,
      current_setting('max_connections')::int AS max,
      pg_database_size(current_database())::float8 AS "sizeBytes"`);
  const [row] = rows;
  if (!row) throw new Error("A select without a table has one row.");
  return row;
}

/** Its files' folder; null where this role may not know it. */
export async function findDataDirectory(pool: pg.Pool): Promise<string | null> {
  const { rows } = await pool.query<{ folder: string | null }>(`
    SELECT CASE WHEN pg_has_role(current_user, 'pg_read_all_settings', 'USAGE')
      THEN current_setting('data_directory', true) END AS folder`);
  return rows[0]?.folder ?? null;
}

export interface WorkerStatusRow {
  host: string;
  pid: number;
  version: string;
  slots: number;
  executing: number;
  heartbeatAt: Date;
  drainingAt: Date | null;
  stoppedAt: Date | null;
  isSilent: boolean;
  clockAheadMs: number | null;
  diskFreeMb: number | null;
  diskTotalMb: number | null;
}

export async function readWorkers(pool: pg.Pool): Promise<WorkerStatusRow[]> {
  const { rows } = await pool.query<WorkerStatusRow>(`
    SELECT host, pid, version, slots, heartbeat_at AS "heartbeatAt", draining_at AS "drainingAt",
      stopped_at AS "stoppedAt", heartbeat_at < now() - interval '15 seconds' AS "isSilent",
      clock_ahead_ms AS "clockAheadMs", disk_free_mb AS "diskFreeMb", disk_total_mb AS "diskTotalMb",
      (SELECT count(*)::int FROM attempt JOIN run ON run.id = attempt.run_id
        WHERE attempt.status = 'EXECUTING' AND attempt.worker_id = worker.id AND run.status = 'EXECUTING'
      ) AS executing
    FROM worker WHERE stopped_at IS NULL OR stopped_at > now() - interval '1 hour'
    ORDER BY heartbeat_at DESC LIMIT 50`);
  return rows;
}

export interface ProbeStepRow {
  id: string;
  createdAt: Date;
  finishedAt: Date | null;
  status: string;
  output: string | null;
  error: unknown;
  label: string;
  at: Date;
}

/** The newest probe and its history, in order. */
export async function readNewestProbe(
  pool: pg.Pool,
  environmentId: string,
): Promise<ProbeStepRow[]> {
  const { rows } = await pool.query<ProbeStepRow>({
    name: "newest-probe",
    text: `
      SELECT probe.id, probe.created_at AS "createdAt", probe.finished_at AS "finishedAt",
        probe.status, probe.output, probe.error, coalesce(step.label, 'QUEUED') AS label,
        coalesce(step.at, probe.created_at) AS at
      FROM (
        SELECT * FROM run WHERE environment_id = $1 ORDER BY id DESC LIMIT 1
      ) AS probe
      LEFT JOIN run_event AS step ON step.run_id = probe.id AND step.kind = 'TRANSITION'
      ORDER BY step.id`,
    values: [environmentId],
  });
  return rows;
}
