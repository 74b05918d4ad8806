import { describe, expect, it } from "vitest";
import { POST as activate } from "#app/api/v1/schedules/[scheduleId]/activate/route.ts";
import { POST as deactivate } from "#app/api/v1/schedules/[scheduleId]/deactivate/route.ts";
import { GET as pastTicks } from "#app/api/v1/schedules/[scheduleId]/past-ticks/route.ts";
import {
  DELETE as remove,
  GET as retrieve,
  PUT as update,
} from "#app/api/v1/schedules/[scheduleId]/route.ts";
import { POST as runNow } from "#app/api/v1/schedules/[scheduleId]/run/route.ts";
import { POST as create, GET as list } from "#app/api/v1/schedules/route.ts";
import { GET as timezones } from "#app/api/v1/timezones/route.ts";
import { useDatabase } from "#test/support/database.ts";
import { scheduleWorkspace } from "#test/support/schedules.ts";
import { call, expectRefusal, toRequest, useWeb } from "#test/support/web.ts";
import { createWorkspace } from "#test/support/workspace.ts";

const database = useDatabase();
useWeb(database.url);
const NINE = { task: "report", cron: "0 9 * * *", deduplicationKey: "nine" };

describe("the routes of schedules", () => {
  it("make, list, read, change, switch, run and delete one", async () => {
    const { secretKey: key } = await scheduleWorkspace(database.db);
    const made = await call(create, { key, body: NINE });
    expect(made.status).toBe(200);
    const params = { scheduleId: String(made.json.id) };
    expect((await call(retrieve, { key, method: "GET", params })).json).toEqual(made.json);
    const listed = await call(list, { key, method: "GET", query: { page: "1", perPage: "100" } });
    expect(listed.json).toEqual({
      data: [made.json],
      pagination: { currentPage: 1, totalPages: 1, count: 1 },
    });
    const body = { task: "nightly", cron: "0 1 * * *" };
    const updated = await call(update, { key, method: "PUT", params, body });
    expect(updated.json).toMatchObject({ task: "nightly", deduplicationKey: "nine" });
    expect((await call(deactivate, { key, params })).json).toMatchObject({ active: false });
    expect((await call(activate, { key, params })).json).toMatchObject({ active: true });
    expect((await call(runNow, { key, params })).json).toEqual({
      id: expect.stringMatching(/^run_/),
    });
    expect((await call(pastTicks, { key, method: "GET", params })).json).toEqual({ data: [] });
    const removed = await call(remove, { key, method: "DELETE", params });
    expect(removed.json).toEqual({ id: made.json.id });
    const gone = await call(retrieve, { key, method: "GET", params });
    expectRefusal(gone, 404, "NOT_FOUND", /Schedule sched_\w+ not found/);
  });

  it("tell a body that is malformed (400) from a rule that is broken (422)", async () => {
    const { secretKey: key } = await scheduleWorkspace(database.db);
    const { deduplicationKey: _, ...without } = NINE;
    const malformed = await call(create, { key, body: without });
    expectRefusal(malformed, 400, "VALIDATION", /deduplicationKey/);
    const broken = await call(create, { key, body: { ...NINE, cron: "at nine" } });
    expectRefusal(broken, 422, "UNPROCESSABLE", /needs five fields/);
    const pages = await call(list, { key, method: "GET", query: { perPage: "101" } });
    expect(pages.status).toBe(400);
  });

  it("do not find what is another environment's", async () => {
    const [mine, theirs] = [
      await scheduleWorkspace(database.db),
      await createWorkspace(database.db),
    ];
    const { json } = await call(create, { key: mine.secretKey, body: NINE });
    const params = { scheduleId: String(json.id) };
    const answer = await call(retrieve, { key: theirs.secretKey, method: "GET", params });
    expectRefusal(answer, 404, "NOT_FOUND", /not found/);
  });

  it("give the time zones to everybody, from anywhere", async () => {
    const response = timezones(toRequest({ method: "GET" }));
    expect(response.headers.get("access-control-allow-origin")).toBe("*");
    const { timezones: zones } = await response.json();
    expect(zones.slice(0, 1)).toEqual(["UTC"]);
    const without = timezones(toRequest({ method: "GET", query: { excludeUtc: "true" } }));
    expect((await without.json()).timezones).toEqual(zones.slice(1));
  });
});
