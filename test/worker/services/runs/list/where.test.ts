import { expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { insertRun } from "#test/support/runs.ts";
import { createWorkspace } from "#test/support/workspace.ts";
import { friendlyId } from "#worker/domain/ids.ts";
import { columnsWhere } from "#worker/services/runs/list/where.ts";
import { listRunsQuery } from "#worker/services/runs/list.ts";

const database = useDatabase();

it("is never about another environment, and tells a time window as a range of ids as well", async () => {
  const [mine, theirs] = [await createWorkspace(database.db), await createWorkspace(database.db)];
  const old = new Date(Date.now() - 3 * 86_400_000);
  const before = await insertRun(mine.ctx, "COMPLETED", { createdAt: old });
  const key = await insertRun(mine.ctx, "QUEUED", { concurrencyKey: "k", parentRunId: before });
  const others = await insertRun(theirs.ctx, "QUEUED", { concurrencyKey: "k" });
  const ids = async (query: Record<string, string>) => {
    const where = await columnsWhere(mine.ctx, listRunsQuery.parse(query));
    const rows = await database.db.prisma.run.findMany({ where, orderBy: { id: "asc" } });
    return rows.map((row) => row.id);
  };
  expect(await ids({})).toEqual([before, key]);
  expect(await ids({ "filter[concurrencyKey]": "k" })).toEqual([key]);
  expect(await ids({ "filter[rootOnly]": "true" })).toEqual([before]);
  expect(await ids({ "filter[createdAt][period]": "1d" })).toEqual([key]);
  expect(await ids({ "filter[createdAt][to]": old.toISOString() })).toEqual([before]);
  const named = [before, key, others].map((id) => friendlyId("run", id)).join(",");
  expect(await ids({ "filter[run]": named })).toEqual([before, key]);
  expect(await ids({ "filter[run]": named, "filter[createdAt][period]": "1d" })).toEqual([key]);
  expect(await ids({ "filter[run]": "run_none" })).toEqual([]);
  const where = await columnsWhere(
    mine.ctx,
    listRunsQuery.parse({ "filter[createdAt][period]": "1d" }),
  );
  expect(where.id).toHaveProperty("gte");
});
