import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { insertRun, startRun, trigger } from "#test/support/runs.ts";
import { findNulls } from "#test/support/web.ts";
import { createWorkspace, deployTasks } from "#test/support/workspace.ts";
import { friendlyId } from "#worker/domain/ids.ts";
import type { EnvironmentContext } from "#worker/services/context.ts";
import { listRuns, listRunsQuery } from "#worker/services/runs/list.ts";

const database = useDatabase();

function list(ctx: EnvironmentContext, query: Record<string, string> = {}) {
  return listRuns(ctx, listRunsQuery.parse(query));
}

async function idsOf(ctx: EnvironmentContext, query: Record<string, string>): Promise<string[]> {
  return (await list(ctx, query)).data.map((run) => run.id);
}

function public_(id: string): string {
  return friendlyId("run", id);
}

describe("a list of runs", () => {
  it("is empty, without pages, where there is none", async () => {
    const { ctx } = await createWorkspace(database.db);
    expect(await list(ctx)).toEqual({ data: [], pagination: {} });
  });

  it("begins with the newest, and shows of each what a list needs", async () => {
    const workspace = await createWorkspace(database.db);
    await deployTasks(workspace, [{ id: "hello" }]);
    const { ctx } = workspace;
    const first = await trigger(ctx, "hello", {}, "a payload");
    const second = await trigger(ctx, "hello");
    await startRun(ctx, first.id);
    const { data } = await list(ctx);
    expect(data.map((run) => run.id)).toEqual([second.friendlyId, first.friendlyId]);
    expect(data[1]).toMatchObject({
      status: "EXECUTING",
      version: expect.stringMatching(/^\d{8}\.1$/),
      env: { id: friendlyId("env", ctx.environment.id), name: "dev" },
    });
    expect(data[1]).not.toHaveProperty("payload");
    expect(findNulls(data)).toEqual([]);
  });

  it("holds no run of another tenant", async () => {
    const [mine, theirs] = await Promise.all([
      createWorkspace(database.db),
      createWorkspace(database.db),
    ]);
    await insertRun(theirs.ctx, "QUEUED");
    expect((await list(mine.ctx)).data).toEqual([]);
  });
});

describe("the pages of a list", () => {
  async function fiveRuns() {
    const { ctx } = await createWorkspace(database.db);
    const ids: string[] = [];
    for (let i = 0; i < 5; i++) ids.unshift(public_(await insertRun(ctx, "QUEUED")));
    return { ctx, ids };
  }

  it("lead forward to the end and back to the beginning", async () => {
    const { ctx, ids } = await fiveRuns();
    const size = { "page[size]": "2" };
    const first = await list(ctx, size);
    expect(first.data.map((run) => run.id)).toEqual(ids.slice(0, 2));
    expect(first.pagination).toEqual({ next: ids[1] });
    const second = await list(ctx, { ...size, "page[after]": ids[1] ?? "" });
    expect(second.data.map((run) => run.id)).toEqual(ids.slice(2, 4));
    expect(second.pagination).toEqual({ next: ids[3], previous: ids[2] });
    const third = await list(ctx, { ...size, "page[after]": ids[3] ?? "" });
    expect(third.data.map((run) => run.id)).toEqual(ids.slice(4));
    expect(third.pagination).toEqual({ previous: ids[4] });
    // Clients leave the old cursor in when they turn round.
    const back = await list(ctx, {
      ...size,
      "page[after]": ids[3] ?? "",
      "page[before]": ids[2] ?? "",
    });
    expect(back.data.map((run) => run.id)).toEqual(ids.slice(0, 2));
    expect(back.pagination).toEqual({ next: ids[1] });
  });

  it("end exactly where the runs end", async () => {
    const { ctx, ids } = await fiveRuns();
    const all = await list(ctx, { "page[size]": "5" });
    expect(all.data).toHaveLength(5);
    expect(all.pagination).toEqual({});
    const before = await list(ctx, { "page[size]": "2", "page[before]": ids[4] ?? "" });
    expect(before.data.map((run) => run.id)).toEqual(ids.slice(2, 4));
    expect(before.pagination).toEqual({ next: ids[3], previous: ids[2] });
  });

  it("have 25 runs unless the caller says otherwise", () => {
    expect(listRunsQuery.parse({})["page[size]"]).toBe(25);
    expect(listRunsQuery.safeParse({ "page[size]": "101" }).success).toBe(false);
    expect(listRunsQuery.safeParse({ "page[size]": "0" }).success).toBe(false);
  });

  it("refuse a cursor that no list has returned", async () => {
    const { ctx } = await createWorkspace(database.db);
    await expect(list(ctx, { "page[after]": "page-2" })).rejects.toMatchObject({
      code: "VALIDATION",
      message: expect.stringContaining("page-2"),
    });
  });
});

describe("the filters of a list", () => {
  it("narrow it down, together", async () => {
    const { ctx } = await createWorkspace(database.db);
    const plain = public_(await insertRun(ctx, "QUEUED"));
    const failed = public_(await insertRun(ctx, "FAILED", { tags: ["a", "b"] }));
    const other = public_(
      await insertRun(ctx, "WAITING", { taskSlug: "bye", queueName: "shared", machine: "micro" }),
    );
    const test = public_(await insertRun(ctx, "COMPLETED", { isTest: true, tags: ["c"] }));
    const cases: [Record<string, string>, string[]][] = [
      [{ "filter[status]": "FAILED" }, [failed]],
      [{ "filter[status]": "FAILED,COMPLETED" }, [test, failed]],
      [{ "filter[status]": "FROZEN" }, [other]],
      [{ "filter[taskIdentifier]": "bye" }, [other]],
      [{ "filter[taskIdentifier]": "bye,none" }, [other]],
      [{ "filter[queue]": "shared" }, [other]],
      [{ "filter[queue]": "task/hello" }, [test, failed, plain]],
      [{ "filter[machine]": "micro" }, [other]],
      [{ "filter[tag]": "b" }, [failed]],
      [{ "filter[tag]": "b,c" }, [test, failed]],
      [{ "filter[isTest]": "true" }, [test]],
      [{ "filter[isTest]": "false" }, [other, failed, plain]],
      [{ "filter[tag]": "b", "filter[status]": "COMPLETED" }, []],
      [{ "filter[status]": "" }, [test, other, failed, plain]],
    ];
    for (const [query, ids] of cases) {
      expect({ query, ids: await idsOf(ctx, query) }).toEqual({ query, ids });
    }
  });

  it("find the runs of a version, and none of a version that is not here", async () => {
    const workspace = await createWorkspace(database.db);
    const { ctx } = workspace;
    await deployTasks(workspace, [{ id: "hello" }]);
    const { id, friendlyId: runId } = await trigger(ctx, "hello");
    await trigger(ctx, "hello", { delay: "1h" });
    const { deployment } = await startRun(ctx, id);
    expect(await idsOf(ctx, { "filter[version]": deployment.version })).toEqual([runId]);
    expect(await idsOf(ctx, { "filter[version]": "20200101.1" })).toEqual([]);
  });

  it("find runs by when they were made", async () => {
    const { ctx } = await createWorkspace(database.db);
    const old = new Date(Date.now() - 8 * 86_400_000);
    const before = public_(await insertRun(ctx, "COMPLETED", { createdAt: old }));
    const now = public_(await insertRun(ctx, "QUEUED"));
    expect(await idsOf(ctx, { "filter[createdAt][period]": "7d" })).toEqual([now]);
    expect(await idsOf(ctx, { "filter[createdAt][to]": String(old.getTime()) })).toEqual([before]);
    const from = new Date(old.getTime() + 1).toISOString();
    expect(await idsOf(ctx, { "filter[createdAt][from]": from })).toEqual([now]);
    const range = {
      "filter[createdAt][from]": String(old.getTime()),
      "filter[createdAt][to]": new Date().toISOString(),
    };
    expect(await idsOf(ctx, range)).toEqual([now, before]);
  });

  it.each([
    [{ "filter[status]": "DONE" }, /has no status DONE/],
    [{ "filter[createdAt][from]": "yesterday" }, /epoch milliseconds or an ISO 8601 date/],
    [{ "filter[createdAt][period]": "a week" }, /such as 7d/],
    [{ "filter[isTest]": "yes" }, /true.*false/],
  ])("are refused when they make no sense: %j", (query, message) => {
    expect(listRunsQuery.safeParse(query).error?.issues[0]?.message).toMatch(message);
  });
});

describe("who may list runs", () => {
  it("is a key for all runs, or for every task that it filters by", async () => {
    const workspace = await createWorkspace(database.db);
    const as = (...scopes: string[]) => workspace.as({ kind: "publicToken", scopes });
    const both = { "filter[taskIdentifier]": "a,b" };
    await expect(list(as("read:runs"))).resolves.toBeDefined();
    await expect(list(as("read:tasks:a", "read:tasks:b"), both)).resolves.toBeDefined();
    await expect(list(as("read:tasks:a"), both)).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(list(as("read:tasks:a"))).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(list(as("read:runs:run_1"))).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(list(await workspace.asMember("VIEWER"))).resolves.toBeDefined();
  });
});
