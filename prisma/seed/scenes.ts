import { seconds, spanId, uuidAt } from "./sql.ts";

/**
 * A completed run for each row of `$3`, with what is extreme about it. Parameters: environment, now,
 * scenes, current deployment.
 */
export const INSERT_SCENES = `
WITH scene AS MATERIALIZED (
  SELECT s.*, $2::timestamptz - ${seconds("s.ago_ms")} AS at
  FROM jsonb_to_recordset($3::jsonb) AS s(name text, parent text, root text, depth int, task text, status text, ago_ms float8,
    lasts_ms float8, payload text, payload_type text, output text, metadata jsonb, tags jsonb, key text, error jsonb)
), named AS (SELECT scene.*, ${uuidAt("at", "$1::text || name")} AS id FROM scene)
INSERT INTO run (id, environment_id, task_slug, status, queue_name, concurrency_key, queue_order, deployment_id, attempt_number, machine,
  payload, payload_type, output, output_type, error, metadata, tags, parent_run_id, root_run_id, depth, sdk_version,
  created_at, updated_at, queued_at, started_at, finished_at, duration_ms)
SELECT named.id, $1::uuid, named.task, named.status::run_status, 'task/' || named.task, coalesce(named.key, ''), named.at, $4::uuid, 1, 'small-1x',
  named.payload, coalesce(named.payload_type, 'application/json'), named.output, CASE WHEN named.output IS NOT NULL THEN 'application/json' END,
  named.error, named.metadata, ARRAY(SELECT jsonb_array_elements_text(coalesce(named.tags, '[]'))), parent.id, root.id, coalesce(named.depth, 0), '0.1.0',
  named.at, named.at + ${seconds("named.lasts_ms")}, named.at, named.at + interval '40 ms', named.at + ${seconds("named.lasts_ms")}, named.lasts_ms::int
FROM named LEFT JOIN named AS parent ON parent.name = named.parent LEFT JOIN named AS root ON root.name = named.root
ON CONFLICT DO NOTHING RETURNING id`;

/** Ten thousand events: 8 000 lines of log, 1 000 spans in 20 groups. Parameters: environment, task of the run. */
export const INSERT_LONG_TIMELINE = `
WITH target AS (
  SELECT id, started_at, finished_at - started_at AS length FROM run
  WHERE environment_id = $1::uuid AND task_slug = $2 ORDER BY id DESC LIMIT 1
), line AS (
  SELECT i, CASE WHEN i % 10 < 8 THEN 'LOG' ELSE 'SPAN' END AS kind FROM generate_series(1, 10000) AS i
)
INSERT INTO run_event (run_id, environment_id, kind, at, attempt_number, label, message, span_id, parent_span_id, duration_ms, attributes)
SELECT target.id, $1::uuid, kind::run_event_kind, target.started_at + target.length * (i / 10001.0), 1,
  CASE WHEN kind = 'SPAN' THEN 'user' ELSE (ARRAY['DEBUG', 'INFO', 'LOG', 'LOG', 'WARN', 'INFO', 'LOG', 'ERROR'])[1 + (i % 97) % 8] END,
  CASE WHEN kind = 'SPAN' THEN 'page ' || i / 5 ELSE 'Indexed document ' || i || ' of 10000' END,
  CASE WHEN kind = 'SPAN' THEN ${spanId("target.id::text || i")} END,
  -- Every 50th span holds the 49 after it.
  CASE WHEN kind = 'SPAN' AND i % 250 >= 10 THEN ${spanId("target.id::text || (i - i % 250 + 8)")} END,
  CASE WHEN kind = 'SPAN' THEN extract(epoch FROM target.length) * CASE WHEN i % 250 < 10 THEN 24 ELSE 0.7 END END,
  CASE WHEN i % 7 = 0 THEN jsonb_build_object('document', 'doc_' || i, 'tokens', i % 1200) END
FROM target CROSS JOIN line ORDER BY i`;

/** A family five levels deep, a payload of 200 kB, values that JSON does not have, a plain text, and nothing at all. */
export function scenes() {
  const plain = { status: "COMPLETED", depth: 0, lasts_ms: 1_800, task: "import-catalogue" };
  return [
    ...family(),
    {
      ...{ ...plain, name: "events", task: "reindex-search", ago_ms: 700_000, lasts_ms: 480_000 },
      ...{ payload: '{"index":"products"}', output: '{"documents":10000}' },
    },
    { ...plain, name: "heavy", ago_ms: 820_000, ...heavy() },
    { ...plain, name: "super", ago_ms: 830_000, ...superJson(), output: '{"imported":2}' },
    {
      ...{ ...plain, name: "text", ago_ms: 840_000, payload_type: "text/plain" },
      ...{ payload: "sku;title;price\nSKU-1;Chair;49.00", output: '"ok"' },
    },
    { ...plain, name: "nothing", ago_ms: 850_000 },
    {
      ...{ ...plain, name: "key", ago_ms: 860_000, payload: "{}", output: "null" },
      key: "tenant_with_a_key_as_long_as_keys_are_allowed_to_be_".repeat(4),
    },
  ];
}

const LEVELS = ["close-month", "close-region", "close-country", "close-branch", "close-till"];

function family() {
  return LEVELS.flatMap((task, depth) => {
    const siblings = depth === 0 ? 1 : depth < 4 ? 2 : 3;
    return Array.from({ length: siblings }, (_, i) => ({
      ...{ name: `family-${depth}-${i}`, task, depth },
      ago_ms: 2_000_000 - depth * 90_000 - i * 7_000,
      lasts_ms: 900_000 - depth * 180_000 - i * 20_000,
      payload: JSON.stringify({ month: "2026-01", level: task }),
      ...(depth > 0 && { parent: `family-${depth - 1}-0`, root: "family-0-0" }),
      ...(depth === 4 && i === 2 ? FAILED : { status: "COMPLETED", output: '{"closed":true}' }),
    }));
  });
}

const FAILED = {
  status: "FAILED",
  error: {
    ...{ type: "BUILT_IN_ERROR", name: "Error", message: "Till 14 is still open" },
    stackTrace:
      "Error: Till 14 is still open\n    at assertClosed (lib/accounting/till.ts:31:9)\n    at async run (trigger/accounting/close-till.ts:12:3)",
  },
};

function heavy() {
  const items = Array.from({ length: 1_500 }, (_, i) => ({
    ...{ sku: `SKU-${1_000 + i}`, title: `Article number ${i}`, price: (i % 90) + 0.99 },
    attributes: { colour: ["red", "green", "blue"][i % 3], inStock: i % 4 > 0 },
  }));
  const tag =
    "a-tag-of-a-hundred-characters-that-tells-a-whole-story-about-where-this-import-came-from-and-for-whom-it-is";
  return {
    payload: JSON.stringify({ items }),
    output: JSON.stringify({ imported: items.length }),
    tags: ["source:csv", tag],
  };
}

function superJson() {
  const json = { since: "2026-01-01T00:00:00.000Z", ids: ["1", "2"] };
  const meta = { values: { since: ["Date"], ids: ["set"] } };
  return { payload_type: "application/super+json", payload: JSON.stringify({ json, meta }) };
}
