import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { catalog } from "#sdk/catalog.ts";
import { configure, schedules } from "#sdk/index.ts";
import type { ScheduleObject } from "#sdk/wire/schedule.ts";
import type { ApiServer } from "../support/api-server.ts";
import { startApiServer } from "../support/api-server.ts";

let server: ApiServer;
beforeAll(async () => {
  server = await startApiServer();
});
beforeEach(() => {
  server.reset();
  configure({ baseURL: server.url, secretKey: "tr_dev_key" });
});

const AT = "2026-01-01T09:00:00.000Z";
function schedule(id: string, more: Partial<ScheduleObject> = {}): ScheduleObject {
  return {
    id,
    type: "IMPERATIVE",
    task: "report",
    active: true,
    generator: { type: "CRON", expression: "0 9 * * *", description: "At 09:00" },
    timezone: "UTC",
    environments: [],
    createdAt: AT,
    isTaskDeployed: true,
    ...more,
  };
}

describe("schedules", () => {
  test("are made, read, changed, switched and deleted", async () => {
    const all = {
      nextRun: AT,
      nextRunEffectiveAt: AT,
      lastTick: AT,
      missed: { count: 2, until: AT },
    };
    server.answer(...Array.from({ length: 5 }, () => ({ body: schedule("sched_1", all) })));
    const options = { task: "report", cron: "0 9 * * *", deduplicationKey: "k", window: "30m" };
    const made = await schedules.create(options);
    expect(made).toMatchObject({
      nextRun: new Date(AT),
      nextRunEffectiveAt: new Date(AT),
      createdAt: new Date(AT),
      lastTick: new Date(AT),
      missed: { count: 2, until: new Date(AT) },
    });
    await schedules.retrieve("sched_1");
    await schedules.update("sched_1", { task: "report", cron: "0 8 * * *" });
    await schedules.deactivate("sched_1");
    await schedules.activate("sched_1");
    server.answer({ body: { id: "sched_1" } });
    expect(await schedules.del("sched_1")).toEqual({ id: "sched_1" });
    expect(server.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
      "POST /api/v1/schedules",
      "GET /api/v1/schedules/sched_1",
      "PUT /api/v1/schedules/sched_1",
      "POST /api/v1/schedules/sched_1/deactivate",
      "POST /api/v1/schedules/sched_1/activate",
      "DELETE /api/v1/schedules/sched_1",
    ]);
    expect(JSON.parse(server.requests[0]?.body ?? "")).toEqual(options);
  });

  test("are listed page by page", async () => {
    const page = (currentPage: number, ...ids: string[]) => ({
      body: {
        data: ids.map((id) => schedule(id)),
        pagination: { currentPage, totalPages: 2, count: 3 },
      },
    });
    server.answer(page(1, "a", "b"), page(2, "c"));
    const ids: string[] = [];
    for await (const { id, nextRun } of schedules.list({ perPage: 2 })) {
      ids.push(id);
      expect(nextRun).toBeUndefined();
    }
    expect(ids).toEqual(["a", "b", "c"]);
    expect(server.requests.map(({ query }) => String(query))).toEqual([
      "page=1&perPage=2",
      "page=2&perPage=2",
    ]);
  });

  test("know the zones, and an answer that is none", async () => {
    server.answer({ body: { timezones: ["UTC", "Europe/Berlin"] } }, { body: { other: 1 } });
    expect((await schedules.timezones({ excludeUtc: true })).timezones).toHaveLength(2);
    expect(String(server.requests[0]?.query)).toBe("excludeUtc=true");
    await expect(schedules.retrieve("sched_1")).rejects.toThrow(/not a schedule/);
  });
});

describe("schedules.task", () => {
  test("declares a task that takes schedules, with or without one of its own", () => {
    schedules.task({ id: "plain-cron", cron: "0 9 * * *", run: () => 1 });
    schedules.task({
      id: "all-of-it",
      cron: {
        pattern: "0 9 * * *",
        timezone: "Asia/Tokyo",
        window: "50%",
        environments: ["PRODUCTION"],
      },
      run: () => 1,
    });
    schedules.task({ id: "by-hand", run: () => 1 });
    const declared = (id: string) => {
      const { triggerSource, schedule } = catalog.tasks.get(id)?.definition ?? {};
      return { triggerSource, schedule };
    };
    expect(declared("plain-cron")).toEqual({
      triggerSource: "schedule",
      schedule: { cron: "0 9 * * *", timezone: "UTC" },
    });
    expect(declared("all-of-it").schedule).toEqual({
      cron: "0 9 * * *",
      timezone: "Asia/Tokyo",
      window: "50%",
      environments: ["PRODUCTION"],
    });
    expect(declared("by-hand")).toEqual({ triggerSource: "schedule", schedule: undefined });
  });
});
