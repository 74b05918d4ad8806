import type { Kind } from "./profiles.ts";
import { seconds, spanId } from "./sql.ts";

/** Three hosts that have executed everything and are gone. */
const WORKERS = [
  "0197a000-0000-7000-8000-000000000001",
  "0197a000-0000-7000-8000-000000000002",
  "0197a000-0000-7000-8000-000000000003",
];
const worker = (of: string) =>
  `(ARRAY[${WORKERS.map((id) => `'${id}'`).join(", ")}])[1 + abs(hashtext(${of}::text) % ${WORKERS.length})]::uuid`;

/**
 * Whom people look at though they are older: runs that are not over, with their children, and the scenes. Among a
 * million, the newest that get a timeline are those of a quarter of an hour. Parameters: environment, from which run on the
 * newest are, scenes.
 */
export const FIND_OLDER = `
WITH open AS MATERIALIZED (SELECT id FROM run WHERE environment_id = $1::uuid AND finished_at IS NULL)
SELECT id FROM run WHERE environment_id = $1::uuid AND id < $2::uuid
  AND (id = ANY($3::uuid[]) OR finished_at IS NULL OR parent_run_id IN (SELECT id FROM open))`;

/**
 * The attempts of runs that have some: equally long, with a pause before each but the first.
 * Parameters: environment, from which run on, now, and which older ones. One that executes has no row of its own worker:
 * no other worker would take it for lost.
 */
export const INSERT_ATTEMPTS = `
INSERT INTO attempt (id, run_id, number, status, worker_id, deployment_id, started_at, finished_at, error)
SELECT md5(run.id::text || number)::uuid, run.id, number,
  (CASE
    WHEN number < run.attempt_number THEN CASE WHEN run.status = 'CRASHED' THEN 'CRASHED' ELSE 'FAILED' END
    WHEN run.finished_at IS NULL THEN 'EXECUTING'
    WHEN run.status = 'SYSTEM_FAILURE' THEN 'FAILED'
    ELSE run.status::text
  END)::attempt_status,
  ${worker("run.id")}, run.deployment_id, place.from_at,
  CASE WHEN number < run.attempt_number OR run.finished_at IS NOT NULL THEN place.to_at END,
  CASE WHEN number < run.attempt_number OR run.status NOT IN ('COMPLETED', 'EXECUTING', 'WAITING') THEN
    coalesce(run.error, '{"type":"BUILT_IN_ERROR","name":"Error","message":"socket hang up","stackTrace":"Error: socket hang up\\n    at async run (trigger/http.ts:12:9)"}')
  END
FROM run CROSS JOIN LATERAL generate_series(1, run.attempt_number) AS number
CROSS JOIN LATERAL (
  SELECT (coalesce(run.finished_at, $3::timestamptz) - run.started_at) / run.attempt_number AS slice
) AS equal
CROSS JOIN LATERAL (
  SELECT run.started_at + equal.slice * (number - 1) AS from_at,
    run.started_at + equal.slice * number - least(equal.slice * 0.3, interval '1500 ms') * (number < run.attempt_number)::int AS to_at
) AS place
WHERE run.environment_id = $1::uuid AND (run.id >= $2::uuid OR run.id = ANY($4::uuid[])) AND run.attempt_number > 0 AND run.started_at IS NOT NULL
ON CONFLICT DO NOTHING`;

/** Something that happens in an attempt; shares are of its length. */
type Happening =
  | { kind: "LOG"; at: number; label: string; message: string; attributes?: object }
  | { kind: "SPAN"; at: number; label: string; message: string; lasts: number; parent?: string };

const log = (at: number, label: string, message: string, attributes?: object): Happening => ({
  ...{ kind: "LOG", at, label, message },
  ...(attributes && { attributes }),
});
const span = (at: number, lasts: number, message: string, parent = "run()"): Happening => ({
  ...{ kind: "SPAN", at, label: "user", message, lasts, parent },
});
const FRAME: Happening[] = [
  { kind: "SPAN", at: 0, label: "platform", message: "Start of the process", lasts: 0.04 },
  { kind: "SPAN", at: 0.04, label: "hook", message: "init", lasts: 0.03 },
  { kind: "SPAN", at: 0.08, label: "run", message: "run()", lasts: 0.9 },
];

/** What happens in the attempts of each kind of task. */
export const HAPPENINGS: Record<Kind | "step", Happening[]> = {
  order: [
    ...FRAME,
    log(0.09, "INFO", "Order received", { items: 2, currency: "EUR" }),
    span(0.1, 0.36, "charge card"),
    span(0.12, 0.3, "POST api.payments.example/v1/charges", "charge card"),
    log(0.47, "INFO", "Card charged"),
    span(0.48, 0.15, "reserve stock"),
    log(0.55, "WARN", "Stock of SKU-4711 is below its threshold", { left: 3, threshold: 10 }),
    span(0.64, 0.3, "book shipping"),
    log(0.96, "LOG", "Order confirmed"),
  ],
  email: [
    ...FRAME,
    span(0.1, 0.2, "render template"),
    log(0.3, "DEBUG", "Template rendered", { characters: 5412 }),
    span(0.32, 0.6, "SMTP mail.example.com"),
    log(0.94, "INFO", "Accepted by the provider"),
  ],
  product: [
    ...FRAME,
    span(0.1, 0.4, "GET /v2/products"),
    log(0.5, "INFO", "Product read", { fields: 14 }),
    span(0.52, 0.3, "diff"),
    span(0.83, 0.14, "UPDATE product"),
  ],
  report: [
    ...FRAME,
    log(0.09, "INFO", "Collecting figures", { regions: ["EMEA", "AMER", "APAC"] }),
    span(0.1, 0.25, "EMEA"),
    span(0.36, 0.25, "AMER"),
    span(0.62, 0.2, "APAC"),
    log(0.84, "WARN", "Two suppliers have not closed their books"),
    span(0.85, 0.1, "render PDF"),
    log(0.97, "INFO", "Report sent", { recipients: 3 }),
  ],
  media: [
    ...FRAME,
    span(0.1, 0.2, "download"),
    log(0.31, "LOG", "Image decoded", { width: 4032, height: 3024 }),
    span(0.32, 0.3, "encode avif"),
    span(0.63, 0.2, "encode webp"),
    span(0.84, 0.13, "upload"),
  ],
  webhook: [
    ...FRAME,
    span(0.1, 0.8, "POST hooks.example.com"),
    log(0.92, "LOG", "Delivered", { status: 200 }),
  ],
  account: [
    ...FRAME,
    log(0.1, "DEBUG", "Account loaded"),
    span(0.12, 0.7, "SELECT accounts"),
    log(0.9, "INFO", "Done"),
  ],
  step: [...FRAME, span(0.1, 0.8, "call the service"), log(0.92, "INFO", "Step done")],
};

/**
 * The timeline of runs from `$2` on, and of `$5`: changes of status, spans and logs, each run's in order of time.
 * Parameters: environment, from which run on, kind by task, happenings by kind, and which older ones.
 */
export const INSERT_EVENTS = `
WITH kind AS MATERIALIZED (
  SELECT * FROM jsonb_to_recordset($3::jsonb) AS k(task text, kind text)
), happening AS MATERIALIZED (
  SELECT * FROM jsonb_to_recordset($4::jsonb)
    AS h(of text, kind text, at float8, lasts float8, label text, message text, parent text, attributes jsonb)
), chosen AS MATERIALIZED (
  SELECT * FROM run WHERE environment_id = $1::uuid AND (id >= $2::uuid OR id = ANY($5::uuid[]))
), event AS (
  SELECT run.id AS run_id, 'TRANSITION' AS kind, run.started_at - interval '9 ms' AS at, 0 AS attempt, 'DEQUEUED' AS label,
    '' AS message, NULL AS span_id, NULL AS parent_span_id, NULL::float8 AS duration_ms, NULL::jsonb AS error, NULL::jsonb AS attributes
  FROM chosen AS run WHERE started_at IS NOT NULL
  UNION ALL
  SELECT run.id, 'TRANSITION', attempt.started_at, number, 'EXECUTING', 'Attempt ' || number, NULL, NULL, NULL, NULL, NULL
  FROM chosen AS run JOIN attempt ON attempt.run_id = run.id
  UNION ALL
  SELECT run.id, 'TRANSITION', attempt.finished_at, number, 'QUEUED', 'Attempt ' || number || ' of ' || greatest(3, run.attempt_number) || ' failed', NULL, NULL, NULL, NULL, NULL
  FROM chosen AS run JOIN attempt ON attempt.run_id = run.id WHERE number < run.attempt_number
  UNION ALL
  SELECT id, 'TRANSITION', started_at + interval '1 second', attempt_number, 'WAITING', '', NULL, NULL, NULL, NULL, NULL
  FROM chosen WHERE status = 'WAITING'
  UNION ALL
  SELECT id, 'TRANSITION', finished_at, attempt_number, status::text,
    CASE status WHEN 'CANCELED' THEN 'Canceled by Ada Lovelace' WHEN 'EXPIRED' THEN 'It did not start within its time to live of 10m' ELSE '' END,
    NULL, NULL, NULL, NULL, NULL
  FROM chosen WHERE finished_at IS NOT NULL
  UNION ALL
  SELECT run.id, happening.kind, attempt.started_at + length.ms * happening.at, number, happening.label, happening.message,
    CASE WHEN happening.kind = 'SPAN' THEN ${spanId("run.id::text || number || happening.message")} END,
    CASE WHEN happening.parent IS NOT NULL THEN ${spanId("run.id::text || number || happening.parent")} END,
    CASE WHEN happening.kind = 'SPAN' AND (attempt.finished_at IS NOT NULL OR happening.at + happening.lasts < 0.7)
      THEN extract(epoch FROM length.ms) * 1000 * happening.lasts END,
    CASE WHEN happening.message = 'run()' THEN attempt.error END,
    happening.attributes
  FROM chosen AS run JOIN attempt ON attempt.run_id = run.id
  LEFT JOIN kind ON kind.task = run.task_slug
  CROSS JOIN LATERAL (SELECT coalesce(attempt.finished_at, attempt.started_at + ${seconds("60000")}) - attempt.started_at AS ms) AS length
  JOIN happening ON happening.of = coalesce(kind.kind, 'step')
  WHERE attempt.error IS NULL OR happening.at < 0.6
)
INSERT INTO run_event (run_id, environment_id, kind, at, attempt_number, label, message, span_id, parent_span_id, duration_ms, error, attributes)
SELECT run_id, $1::uuid, kind::run_event_kind, at, attempt, label, message, span_id, parent_span_id, duration_ms, error, attributes
FROM event ORDER BY run_id, at`;
