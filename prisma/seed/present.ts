import { oneOf, random, seconds, uuidAt } from "./sql.ts";

const K = "key";

/**
 * What is going on now ($2): rows of a group are alike but for their number. The groups hold each other:
 * who executes fills a queue's limit, the rest stands before it, so that nothing of it moves when a
 * worker runs beside. Parameters: environment, now, groups, current deployment.
 */
export const INSERT_PRESENT = `
WITH part AS MATERIALIZED (
  SELECT * FROM jsonb_to_recordset($3::jsonb) AS g(name text, task text, status text, count int, queue text, keys int,
    machine text, since_ms float8, due_ms float8, payload text, tags jsonb, metadata jsonb, needed_machine text, priority_ms int, pinned text)
), numbered AS (
  SELECT part.*, i, part.name || i AS key FROM part CROSS JOIN LATERAL generate_series(1, part.count) AS i
), placed AS (
  SELECT numbered.*, $2::timestamptz - ${seconds(`since_ms * (0.15 + 0.85 * ${random(K, 20)})`)} AS created_at,
    status IN ('EXECUTING', 'WAITING') AS has_started
  FROM numbered
)
INSERT INTO run (
  id, environment_id, task_slug, status, queue_name, concurrency_key, queue_order, priority_ms, deployment_id, attempt_number,
  machine, needed_machine, delay_until, payload, metadata, tags, pinned_version, sdk_version, created_at, updated_at, queued_at, started_at
)
SELECT ${uuidAt("created_at", "$1::text || key")}, $1::uuid, task, status::run_status, queue,
  CASE WHEN keys > 0 THEN 'tenant_' || floor(power(${random(K, 21)}, 2) * keys)::int ELSE '' END,
  created_at - ${seconds("coalesce(priority_ms, 0)")}, coalesce(priority_ms, 0), CASE WHEN has_started THEN $4::uuid END, has_started::int,
  machine, needed_machine, CASE WHEN status = 'DELAYED' THEN $2::timestamptz + ${seconds(`due_ms * (0.2 + 0.8 * ${random(K, 22)})`)} END,
  coalesce(payload, json_build_object('userId', floor(${random(K, 23)} * 5000)::int, 'orderId', 'ord_' || substr(md5(key), 1, 12))::text),
  metadata, coalesce(ARRAY(SELECT jsonb_array_elements_text(tags)), ARRAY[]::text[]) || ARRAY[${oneOf(K, 24, ["region:eu", "region:us"])}],
  pinned, CASE WHEN has_started THEN '0.1.0' END, created_at, created_at, created_at,
  CASE WHEN has_started THEN created_at + interval '80 ms' END
FROM placed ORDER BY created_at
ON CONFLICT DO NOTHING`;

const HOUR = 3_600_000;

/** Wanted by workers, or taken: there are none in an environment in which nothing happens. */
const OF_WORKERS = ["QUEUED", "DEQUEUED", "EXECUTING"];

/** Groups of runs that are not over, by how many runs the whole seed has. */
export function presentGroups(runCount: number, longTask: string, isBusy: boolean) {
  const groups = allGroups(runCount, longTask);
  return isBusy ? groups : groups.filter(({ status }) => !OF_WORKERS.includes(status));
}

function allGroups(runCount: number, longTask: string) {
  const backlog = Math.min(10_000, Math.max(30, Math.round(runCount * 0.02)));
  return [
    // The queue of mails is full: its limit over all keys is 2. Few execute in all, since they take the
    // places of the workers that run beside.
    { ...group("mails-running", "send-receipt", "EXECUTING", 2, "emails"), keys: 2 },
    { ...group("mails", "send-receipt", "QUEUED", backlog, "emails"), keys: 300, since_ms: HOUR },
    // One transcoding at a time.
    {
      ...group("video", "transcode-video", "EXECUTING", 1, "task/transcode-video"),
      ...{ machine: "small-2x", metadata: { progress: 42, stage: "Encoding 1080p" } },
    },
    { ...group("videos", "transcode-video", "QUEUED", 14, "task/transcode-video"), priority_ms: 0 },
    {
      ...group("urgent-video", "transcode-video", "QUEUED", 1, "task/transcode-video"),
      ...{ priority_ms: 600_000, tags: ["urgent"] },
    },
    // Paused by a person.
    { ...group("reports", "daily-sales-report", "QUEUED", 5, "reports"), since_ms: 5 * HOUR },
    group("taken", "daily-sales-report", "DEQUEUED", 1, "reports"),
    { ...group("long", longTask, "QUEUED", 2, "reports"), keys: 12 },
    {
      ...group("reminders", "send-receipt", "DELAYED", 18, "emails"),
      ...{ due_ms: 9 * 24 * HOUR, since_ms: 40 * HOUR, keys: 40 },
    },
    {
      ...group("unknown", "print-label", "PENDING_VERSION", 5, "task/print-label"),
      ...{ since_ms: 2 * HOUR },
    },
    {
      ...group("pinned", "sync-product", "PENDING_VERSION", 1, "catalogue"),
      ...{ pinned: "20300101.1" },
    },
    {
      ...group("large", "transcode-video", "QUEUED", 1, "task/transcode-video"),
      ...{ machine: "large-2x", needed_machine: "large-2x" },
    },
    { ...group("imports", "import-catalogue", "WAITING", 3, "catalogue"), since_ms: 3 * HOUR },
    { ...group("trials", "remind-trial", "WAITING", 4, "task/remind-trial"), since_ms: 50 * HOUR },
  ];
}

function group(name: string, task: string, status: string, count: number, queue: string) {
  return {
    ...{ name, task, status, count, queue, keys: 0, machine: "small-1x", since_ms: 0.5 * HOUR },
    ...{ due_ms: 0, tags: [] as string[] },
  };
}

/** What those that wait in their code wait for: children, or a day. Parameters: environment, now. */
export const INSERT_WAITS = `
WITH child AS (
  INSERT INTO run (id, environment_id, task_slug, status, queue_name, queue_order, payload, parent_run_id, root_run_id, depth,
    machine, created_at, updated_at, queued_at, finished_at, started_at, deployment_id, attempt_number, output, output_type, duration_ms)
  SELECT ${uuidAt("parent.started_at + interval '1 second' * i", "parent.id::text || i")}, parent.environment_id, 'sync-product',
    (CASE WHEN i <= 6 THEN 'COMPLETED' ELSE 'QUEUED' END)::run_status, CASE WHEN i <= 6 THEN 'catalogue' ELSE 'reports' END,
    parent.started_at, json_build_object('productId', 'prod_' || i)::text, parent.id, parent.id, 1, 'small-1x',
    parent.started_at + interval '1 second' * i, parent.started_at + interval '1 second' * i, parent.started_at + interval '1 second' * i,
    CASE WHEN i <= 6 THEN parent.started_at + interval '3 seconds' * i END, CASE WHEN i <= 6 THEN parent.started_at + interval '2 seconds' * i END,
    parent.deployment_id, (i <= 6)::int, CASE WHEN i <= 6 THEN '{"changed":true}' END, CASE WHEN i <= 6 THEN 'application/json' END,
    CASE WHEN i <= 6 THEN i * 900 ELSE 0 END
  FROM run AS parent CROSS JOIN generate_series(1, 9) AS i
  WHERE parent.environment_id = $1::uuid AND parent.task_slug = 'import-catalogue' AND parent.status = 'WAITING'
  RETURNING id, parent_run_id, status, created_at
)
INSERT INTO run_wait (run_id, epoch, step, fingerprint, kind, due_at, waits_for, created_at)
SELECT parent_run_id, 0, 'run:' || row_number() OVER (PARTITION BY parent_run_id ORDER BY id), 'run', 'RUN'::wait_kind, NULL, id, created_at
FROM child WHERE status = 'QUEUED'
UNION ALL
SELECT id, 0, 'run:0', 'duration', 'DURATION', $2::timestamptz + interval '1 day' * (4 + attempt_number), NULL, started_at
FROM run WHERE environment_id = $1::uuid AND task_slug = 'remind-trial' AND status = 'WAITING'`;
