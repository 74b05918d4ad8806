import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { later } from "#test/support/runs.ts";
import { complete, createToken } from "#test/support/waitpoints.ts";
import { createWorkspace } from "#test/support/workspace.ts";
import type { EnvironmentContext } from "#worker/services/context.ts";
import { listWaitpoints } from "#worker/services/waitpoints/list.ts";
import { listWaitpointsQuery } from "#worker/services/waitpoints/schemas.ts";
import { timeOutWaitpoints } from "#worker/services/waitpoints/time-out.ts";

const database = useDatabase();

async function idsOf(ctx: EnvironmentContext, query: Record<string, string> = {}) {
  const { data } = await listWaitpoints(ctx, listWaitpointsQuery.parse(query));
  return data.map((token) => token.id);
}

describe("listWaitpoints", () => {
  it("filters by status, tag, id, key and time, the newest first", async () => {
    const { ctx } = await createWorkspace(database.db);
    const a = await createToken(ctx, { tags: ["red"], idempotencyKey: "a" });
    const b = await createToken(ctx, { tags: ["red", "blue"] });
    const c = await createToken(ctx, { timeout: "1m" });
    await complete(ctx, b);
    await timeOutWaitpoints(later(ctx, 61_000));
    const [idA, idB, idC] = [a.friendlyId, b.friendlyId, c.friendlyId];
    expect(await idsOf(ctx)).toEqual([idC, idB, idA]);
    expect(await idsOf(ctx, { "filter[status]": "WAITING" })).toEqual([idA]);
    expect(await idsOf(ctx, { "filter[status]": "COMPLETED,TIMED_OUT" })).toEqual([idC, idB]);
    expect(await idsOf(ctx, { "filter[tags]": "red" })).toEqual([idB, idA]);
    expect(await idsOf(ctx, { "filter[tags]": "blue,green" })).toEqual([idB]);
    expect(await idsOf(ctx, { "filter[id]": idC })).toEqual([idC]);
    expect(await idsOf(ctx, { "filter[id]": "no id" })).toEqual([]);
    expect(await idsOf(ctx, { "filter[idempotencyKey]": "a" })).toEqual([idA]);
    expect(await idsOf(ctx, { "filter[createdAt][period]": "1h" })).toHaveLength(3);
    expect(await idsOf(later(ctx, 7_200_000), { "filter[createdAt][period]": "1h" })).toEqual([]);
    const from = String(Date.now() + 60_000);
    expect(await idsOf(ctx, { "filter[createdAt][from]": from })).toEqual([]);
    expect(() => listWaitpointsQuery.parse({ "filter[status]": "GONE" })).toThrow(/may be WAITING/);
  });

  it("goes page by page and back, and holds nothing of another tenant", async () => {
    const [mine, theirs] = [await createWorkspace(database.db), await createWorkspace(database.db)];
    await createToken(theirs.ctx);
    const ids: string[] = [];
    for (let i = 0; i < 3; i++) ids.unshift((await createToken(mine.ctx)).friendlyId);
    const page = (query: Record<string, string>) =>
      listWaitpoints(mine.ctx, listWaitpointsQuery.parse({ "page[size]": "2", ...query }));
    const first = await page({});
    expect(first.data.map((token) => token.id)).toEqual(ids.slice(0, 2));
    const second = await page({ "page[after]": first.pagination.next ?? "" });
    expect(second.data.map((token) => token.id)).toEqual(ids.slice(2));
    expect(second.pagination).not.toHaveProperty("next");
    const back = await page({ "page[before]": second.pagination.previous ?? "" });
    expect(back.data).toEqual(first.data);
    const reader = mine.as({ kind: "publicToken", scopes: ["read:runs"] });
    await expect(listWaitpoints(reader, listWaitpointsQuery.parse({}))).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
  });
});
