import { beforeAll, expect, it } from "vitest";
import type { Database } from "#prisma/client.ts";
import { useDatabase } from "#test/support/database.ts";
import { systemContext } from "#test/support/workspace.ts";
import { friendlyId as toFriendlyId } from "#worker/domain/ids.ts";
import { seedShop } from "#worker/seed/seed-shop.ts";
import { SHOP_PROJECT_REF } from "#worker/seed/shop-manifest.ts";
import type { EnvironmentContext } from "#worker/services/context.ts";
import { loadEnvironmentScope } from "#worker/services/environment-scope.ts";
import { bootstrapInstallation } from "#worker/services/orgs/bootstrap.ts";
import { cancelRun } from "#worker/services/runs/cancel.ts";
import { readRows } from "#worker/services/runs/list/read-rows.ts";
import { columnsWhere } from "#worker/services/runs/list/where.ts";
import { listRunsQuery } from "#worker/services/runs/list.ts";
import { triggerInput } from "#worker/services/runs/schemas.ts";
import { triggerRun } from "#worker/services/runs/trigger.ts";

const database = useDatabase();
let ctx: EnvironmentContext;
let version = "";

beforeAll(async () => {
  const system = systemContext(database.db);
  await bootstrapInstallation(system);
  await seedShop(system, { runCount: 500, timelineCount: 0, now: new Date() });
  const { id, deployments } = await database.db.prisma.environment.findFirstOrThrow({
    where: { slug: "prod", project: { ref: SHOP_PROJECT_REF } },
    include: { deployments: { orderBy: { id: "asc" } } },
  });
  version = deployments.at(-2)?.version ?? "";
  ctx = { ...system, environment: await loadEnvironmentScope(system, id) };
});

const hour = 3_600_000;
const QUERIES: Record<string, string>[] = [
  {},
  { "filter[status]": "FAILED,WAITING,QUEUED" },
  { "filter[status]": "COMPLETED,EXECUTING" },
  { "filter[taskIdentifier]": "send-receipt,transcode-video" },
  { "filter[queue]": "emails,reports" },
  { "filter[queue]": "emails", "filter[status]": "COMPLETED,QUEUED,DELAYED" },
  { "filter[concurrencyKey]": "tenant_0,tenant_1,tenant_2" },
  { "filter[tag]": "region:eu,user_7" },
  { "filter[machine]": "small-1x,large-1x,large-2x" },
  { "filter[createdAt][from]": String(Date.now() - 48 * hour), "filter[tag]": "region:us" },
  { "filter[rootOnly]": "true", "filter[status]": "FAILED" },
];

async function walk(query: Record<string, string>, backwards: boolean): Promise<string[]> {
  const parsed = listRunsQuery.parse(query);
  const where = await columnsWhere(ctx, parsed);
  const ids: string[] = [];
  for (;;) {
    const last = ids.at(-1);
    const rows = await readRows(ctx, where, parsed, {
      size: 100,
      before: backwards ? (last ?? "00000000-0000-0000-0000-000000000000") : undefined,
      after: backwards ? undefined : last,
    });
    ids.push(...rows.slice(0, 100).map((row) => row.id));
    if (rows.length <= 100) return ids;
  }
}

it("gives page by page, in both directions, what the conditions match", async () => {
  for (const query of [...QUERIES, { "filter[version]": version }]) {
    const where = await columnsWhere(ctx, listRunsQuery.parse(query));
    const all = await database.db.prisma.run.findMany({ where, select: { id: true } });
    const expected = all.map((row) => row.id).sort();
    expect(expected.length).toBeGreaterThan(0);
    expect({ query, ids: await walk(query, true) }).toEqual({ query, ids: expected });
    expect({ query, ids: await walk(query, false) }).toEqual({ query, ids: expected.reverse() });
  }
}, 60_000);

/** The client, which does something of ours once it has read runs for the first time. */
function afterFirstRead(db: Database, act: () => Promise<unknown>): Database {
  let isRead = false;
  const extended = db.prisma.$extends({
    query: {
      run: {
        findMany: async ({ args, query }) => {
          const rows = await query(args);
          if (!isRead) {
            isRead = true;
            await act();
          }
          return rows;
        },
      },
    },
  });
  return { ...db, prisma: asClient(extended) };
}

/** An extended client has all that it extends; the types do not say so. */
function asClient(extended: unknown): Database["prisma"] {
  return extended as Database["prisma"];
}

it("misses no run that ends between the reading of its parts", async () => {
  const tag = "moves";
  const { friendlyId } = await triggerRun(ctx, {
    taskId: "send-receipt",
    input: triggerInput.parse({ options: { tags: [tag] } }),
  });
  const query = listRunsQuery.parse({ "filter[tag]": tag });
  const db = afterFirstRead(database.db, () => cancelRun(ctx, friendlyId));
  const where = await columnsWhere(ctx, query);
  const rows = await readRows({ ...ctx, db }, where, query, {
    size: 10,
    before: undefined,
    after: undefined,
  });
  expect(rows.map(({ id }) => toFriendlyId("run", id))).toEqual([friendlyId]);
});
