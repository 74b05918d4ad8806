import { beforeAll, describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { insertErrorGroup } from "#test/support/errors.ts";
import { createWorkspace, type Workspace } from "#test/support/workspace.ts";
import { listErrors } from "#worker/services/errors/list.ts";
import { listErrorsQuery } from "#worker/services/errors/schemas.ts";

const database = useDatabase();
const now = new Date("2026-03-12T14:30:00Z");
const HOUR_MS = 3_600_000;
const hoursAgo = (hours: number) => new Date(now.getTime() - hours * HOUR_MS);
let workspace: Workspace;
let ids: string[];

beforeAll(async () => {
  workspace = await createWorkspace(database.db);
  const { ctx } = workspace;
  ids = [
    await insertErrorGroup(ctx, { message: "Newest", lastSeenAt: hoursAgo(0), taskSlug: "b" }),
    await insertErrorGroup(ctx, { message: "Same time", lastSeenAt: hoursAgo(1) }),
    await insertErrorGroup(ctx, { message: "Same time", lastSeenAt: hoursAgo(1) }),
    await insertErrorGroup(ctx, {
      ...{ name: "TypeError", lastSeenAt: hoursAgo(30), status: "RESOLVED" },
      fingerprint: "counted",
    }),
  ];
  for (const [hours, count] of [
    [0, 3],
    [23, 2],
    [24, 9],
  ] as const) {
    await ctx.db.prisma.errorRollup.create({
      data: {
        ...{ environmentId: ctx.environment.id, taskSlug: "hello", fingerprint: "counted" },
        ...{ startsAt: new Date(hoursAgo(hours).getTime() - 1_800_000), count },
        deploymentId: crypto.randomUUID(),
      },
    });
  }
});

async function list(query: object) {
  const ctx = { ...workspace.ctx, clock: () => now };
  const { data, pagination } = await listErrors(ctx, listErrorsQuery.parse(query));
  return { data, ids: data.map(({ id }) => id), ...pagination };
}

describe("listErrors", () => {
  it("shows those seen last first, page by page in both directions, those of one time too", async () => {
    const all = (await list({})).ids;
    expect(all[0]).toBe(ids[0]);
    expect([...all].sort()).toEqual([...ids].sort());
    const first = await list({ "page[size]": "2" });
    expect(first.ids).toEqual(all.slice(0, 2));
    const second = await list({ "page[size]": "2", "page[after]": first.next });
    expect(second.ids).toEqual(all.slice(2));
    const back = await list({ "page[size]": "2", "page[before]": second.previous });
    expect(back.ids).toEqual(first.ids);
  });

  it("filters by status, task, text and time", async () => {
    expect((await list({ "filter[status]": "RESOLVED,IGNORED" })).ids).toEqual([ids[3]]);
    expect((await list({ "filter[taskIdentifier]": "b" })).ids).toEqual([ids[0]]);
    expect((await list({ search: "typeERR" })).ids).toEqual([ids[3]]);
    expect((await list({ search: "newest" })).ids).toEqual([ids[0]]);
    expect((await list({ period: "2h" })).ids).toHaveLength(3);
    expect(listErrorsQuery.safeParse({ "filter[status]": "WHAT" }).success).toBe(false);
  });

  it("counts the last 24 hours, hour by hour", async () => {
    const [counted] = (await list({ "filter[status]": "RESOLVED" })).data;
    expect(counted?.activity).toHaveLength(24);
    expect([counted?.activity[0], counted?.activity[23]]).toEqual([2, 3]);
  });

  it("shows another tenant nothing, and needs the right to read", async () => {
    const other = await createWorkspace(database.db);
    expect((await listErrors(other.ctx, listErrorsQuery.parse({}))).data).toEqual([]);
    const ctx = workspace.as({ kind: "apiKey", apiKeyId: "", scopes: ["trigger:tasks"] });
    await expect(listErrors(ctx, listErrorsQuery.parse({}))).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
  });
});
