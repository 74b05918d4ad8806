import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { at } from "#test/support/runs.ts";
import { makeSchedule, scheduleWorkspace } from "#test/support/schedules.ts";
import { deactivateSchedule } from "#worker/services/schedules/deactivate.ts";
import { listSchedules } from "#worker/services/schedules/list.ts";
import { removeSchedule } from "#worker/services/schedules/remove.ts";
import { listSchedulesQuery } from "#worker/services/schedules/schemas.ts";

const database = useDatabase();
const query = (given: object = {}) => listSchedulesQuery.parse(given);

describe("listSchedules", () => {
  it("pages by number, the newest first, or what comes first first", async () => {
    const { ctx } = await scheduleWorkspace(database.db);
    const now = at(ctx, new Date("2026-01-01T00:00:00Z"));
    const made: string[] = [];
    for (const hour of [5, 3, 4])
      made.push((await makeSchedule(now, { cron: `0 ${hour} * * *` })).id);
    const gone = await makeSchedule(now);
    await removeSchedule(now, gone.id);
    const first = await listSchedules(ctx, query({ perPage: "2" }));
    expect(first.data.map(({ id }) => id)).toEqual([made[2], made[1]]);
    expect(first.pagination).toEqual({ currentPage: 1, totalPages: 2, count: 3 });
    const second = await listSchedules(ctx, query({ perPage: "2", page: "2" }));
    expect(second.data.map(({ id }) => id)).toEqual([made[0]]);
    await deactivateSchedule(ctx, made[1] ?? "");
    const next = await listSchedules(ctx, query({ sort: "next" }));
    expect(next.data.map(({ id }) => id)).toEqual([made[2], made[0], made[1]]);
  });

  it("finds by task, external id, key and id", async () => {
    const { ctx } = await scheduleWorkspace(database.db);
    const one = await makeSchedule(ctx, { task: "nightly", externalId: "Customer_7" });
    const two = await makeSchedule(ctx, { deduplicationKey: "weekly-of-8" });
    const found = async (search: string) =>
      (await listSchedules(ctx, query({ search }))).data.map(({ id }) => id);
    expect(await found("NIGHT")).toEqual([one.id]);
    expect(await found("customer")).toEqual([one.id]);
    expect(await found("weekly")).toEqual([two.id]);
    expect(await found(two.id)).toEqual([two.id]);
    expect(await found("nothing")).toEqual([]);
  });

  it("shows an environment its own, for those who may read", async () => {
    const workspace = await scheduleWorkspace(database.db);
    await makeSchedule(workspace.ctx);
    const other = await scheduleWorkspace(database.db);
    expect((await listSchedules(other.ctx, query())).data).toEqual([]);
    const reader = workspace.as({ kind: "apiKey", apiKeyId: "", scopes: ["read:runs"] });
    await expect(listSchedules(reader, query())).rejects.toMatchObject({ code: "FORBIDDEN" });
    expect((await listSchedules(await workspace.asMember("VIEWER"), query())).data).toHaveLength(1);
  });
});
