import pg from "pg";
import { openDatabase } from "#prisma/client.ts";
import { friendlyId } from "#worker/domain/ids.ts";
import type { EnvironmentContext } from "#worker/services/context.ts";
import { listRuns, listRunsQuery } from "#worker/services/runs/list.ts";
import { ms, printTable } from "./figures.ts";
import { seededShop } from "./seeded-shop.ts";

const ROUNDS = 3;

/** What the database takes for one page of the list, by EXPLAIN ANALYZE of the very statements, for each filter. */
export async function benchRunList(databaseUrl: string): Promise<void> {
  const db = openDatabase(databaseUrl, { maxConnections: 4 });
  try {
    const ctx = await seededShop(db);
    const [{ count } = { count: 0 }] = (
      await db.pool.query<{ count: number }>("SELECT count(*)::int AS count FROM run")
    ).rows;
    const rows = [["filter", "first page", "far page", "runs on it"]];
    for (const [name, query] of Object.entries(await filters(ctx))) {
      const first = await measure(ctx, query);
      const cursor = first.next && { ...query, "page[after]": await farCursor(ctx, query) };
      const far = cursor ? await measure(ctx, cursor) : undefined;
      rows.push([name, ms(first.took), far ? ms(far.took) : "–", String(first.count)]);
    }
    printTable(
      `List of runs at ${count.toLocaleString("en")} rows, slowest of ${ROUNDS}, in the database`,
      rows,
    );
  } finally {
    await db.close();
  }
}

type Query = Record<string, string>;

async function filters(ctx: EnvironmentContext): Promise<Record<string, Query>> {
  const versions = await ctx.db.prisma.deployment.findMany({
    where: { environmentId: ctx.environment.id },
    orderBy: { id: "asc" },
    select: { version: true },
  });
  const statuses = ["QUEUED", "EXECUTING", "WAITING", "DELAYED", "PENDING_VERSION", "DEQUEUED"];
  const ends = ["COMPLETED", "FAILED", "CANCELED", "CRASHED", "TIMED_OUT", "EXPIRED"];
  const week = new Date(Date.now() - 14 * 86_400_000).toISOString();
  const batch = await ctx.db.prisma.batch.findFirst({ orderBy: { id: "asc" } });
  return {
    "no filter": {},
    ...Object.fromEntries(
      [...statuses, ...ends, "SYSTEM_FAILURE"].map((name) => [name, { "filter[status]": name }]),
    ),
    "FAILED,CRASHED,WAITING": { "filter[status]": "FAILED,CRASHED,WAITING" },
    "task, frequent": { "filter[taskIdentifier]": "deliver-webhook" },
    "task, rare": { "filter[taskIdentifier]": "close-till" },
    "task, none": { "filter[taskIdentifier]": "no-such-task" },
    "two tasks": { "filter[taskIdentifier]": "deliver-webhook,close-till" },
    "task and FAILED": { "filter[taskIdentifier]": "verify-signup", "filter[status]": "FAILED" },
    "version, current": { "filter[version]": versions.at(-1)?.version ?? "" },
    "version, oldest": { "filter[version]": versions[0]?.version ?? "" },
    "tag, frequent": { "filter[tag]": "region:eu" },
    "tag, rare": { "filter[tag]": "user_4711" },
    "tag, none": { "filter[tag]": "no-such-tag" },
    queue: { "filter[queue]": "emails" },
    "queue, rare": { "filter[queue]": "task/close-till" },
    key: { "filter[concurrencyKey]": "tenant_17" },
    "key, rare": { "filter[concurrencyKey]": "tenant_399" },
    machine: { "filter[machine]": "large-1x" },
    "machine, rare": { "filter[machine]": "large-2x" },
    "last hour": { "filter[createdAt][period]": "1h" },
    "until two weeks ago": { "filter[createdAt][to]": week },
    "test runs": { "filter[isTest]": "true" },
    "roots only": { "filter[rootOnly]": "true" },
    batch: { "filter[batch]": batch ? friendlyId("batch", batch.id) : "" },
    "payload.userId = 42": { "filter[fields]": '["payload.userId = 42"]' },
    "payload.total > 400": { "filter[fields]": '["payload.total > 400"]' },
    "output.trackingCode ~ AB": { "filter[fields]": '["output.trackingCode ~ AB"]' },
    "metadata.stage = shipped": { "filter[fields]": '["metadata.stage = shipped"]' },
  };
}

/** A page 20 pages on: what was skipped by key costs nothing. */
async function farCursor(ctx: EnvironmentContext, query: Query): Promise<string> {
  let cursor: string | undefined;
  for (let page = 0; page < 5; page++) {
    const after = cursor ? { "page[after]": cursor } : {};
    const { pagination } = await listRuns(
      ctx,
      listRunsQuery.parse({ ...query, "page[size]": "100", ...after }),
    );
    if (!pagination.next) break;
    cursor = pagination.next;
  }
  return cursor ?? "";
}

async function measure(ctx: EnvironmentContext, query: Query) {
  let slowest = 0;
  let page = { count: 0, next: undefined as string | undefined };
  for (let round = 0; round < ROUNDS; round++) {
    const { statements, result } = await record(() => listRuns(ctx, listRunsQuery.parse(query)));
    page = { count: result.data.length, next: result.pagination.next };
    let took = 0;
    for (const { text, values } of statements) took += await explain(ctx.db.pool, text, values);
    slowest = Math.max(slowest, took);
  }
  return { took: slowest, ...page };
}

interface Statement {
  text: string;
  values: unknown[];
}

/** The statements on runs that went to the database meanwhile, with their values. */
async function record<T>(work: () => Promise<T>): Promise<{ statements: Statement[]; result: T }> {
  const statements: Statement[] = [];
  const original = pg.Client.prototype.query;
  pg.Client.prototype.query = function (this: pg.Client, ...given: unknown[]) {
    const [first, second] = given as [string | Statement, unknown[] | undefined];
    const text = typeof first === "string" ? first : first.text;
    const values = (typeof first === "string" ? second : first.values) ?? [];
    if (/\brun\b/.test(text) && /^\s*SELECT/i.test(text)) statements.push({ text, values });
    return Reflect.apply(original, this, given);
  } as typeof original;
  try {
    return { result: await work(), statements };
  } finally {
    pg.Client.prototype.query = original;
  }
}

async function explain(pool: pg.Pool, text: string, values: unknown[]): Promise<number> {
  const { rows } = await pool.query<{
    "QUERY PLAN": { "Planning Time": number; "Execution Time": number }[];
  }>(`EXPLAIN (ANALYZE, FORMAT JSON) ${text}`, values);
  const plan = rows[0]?.["QUERY PLAN"][0];
  return (plan?.["Planning Time"] ?? 0) + (plan?.["Execution Time"] ?? 0);
}
