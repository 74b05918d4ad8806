import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { completeAttempt, startRun, succeeded, threw, trigger } from "#test/support/runs.ts";
import { createWorkspace, deployTasks } from "#test/support/workspace.ts";
import { friendlyId } from "#worker/domain/ids.ts";
import { listDeployments, listDeploymentsQuery } from "#worker/services/deployments/list.ts";
import { foldTallies } from "#worker/services/stats/fold.ts";

const database = useDatabase();
const parse = (query: object = {}) => listDeploymentsQuery.parse(query);

describe("listDeployments", () => {
  it("tells of each what its runs became, by version, newest first", async () => {
    const workspace = await createWorkspace(database.db);
    const { ctx } = workspace;
    await deployTasks(workspace, [{ id: "a", retry: { maxAttempts: 1 } }]);
    const run = async () => startRun(ctx, (await trigger(ctx, "a")).id);
    await completeAttempt(ctx, await run(), succeeded());
    await completeAttempt(ctx, await run(), threw("no"));
    await deployTasks(workspace, [{ id: "a" }, { id: "b" }]);
    await run();
    await foldTallies(ctx);
    const { data } = await listDeployments(ctx, parse());
    expect(data).toMatchObject([
      {
        isCurrent: true,
        taskCount: 2,
        sdkVersion: "0.1.0",
        runtimeVersion: "24.0.0",
        deployedBy: "the API key “Root key”",
        runs: { started: 1, completed: 0, failed: 0, executing: 1 },
      },
      { isCurrent: false, runs: { started: 2, completed: 1, failed: 1, executing: 0 } },
    ]);
  });

  it("walks through pages both ways, and keeps to a time", async () => {
    const workspace = await createWorkspace(database.db);
    const ids: string[] = [];
    for (const id of ["a", "b", "c"]) {
      ids.unshift(friendlyId("deployment", await deployTasks(workspace, [{ id }])));
    }
    const { ctx } = workspace;
    const list = async (query: object) => {
      const { data, pagination } = await listDeployments(ctx, parse(query));
      return { ids: data.map(({ id }) => id), ...pagination };
    };
    const first = await list({ "page[size]": "2" });
    expect(first).toEqual({ ids: ids.slice(0, 2), next: ids[1] });
    expect(await list({ "page[size]": "2", "page[after]": first.next })).toEqual({
      ids: ids.slice(2),
      previous: ids[2],
    });
    expect((await list({ "page[before]": ids[2] })).ids).toEqual(ids.slice(0, 2));
    expect((await list({ to: "2020-01-01T00:00:00Z" })).ids).toEqual([]);
    expect((await list({ period: "1h" })).ids).toEqual(ids);
    expect((await list({ status: "FAILED,CANCELED" })).ids).toEqual([]);
  });

  it("shows another tenant nothing, and needs the right to read", async () => {
    const mine = await createWorkspace(database.db);
    await deployTasks(mine, [{ id: "a" }]);
    const other = await createWorkspace(database.db);
    expect((await listDeployments(other.ctx, parse())).data).toEqual([]);
    const ctx = mine.as({ kind: "apiKey", apiKeyId: "", scopes: ["read:runs"] });
    await expect(listDeployments(ctx, parse())).rejects.toMatchObject({ code: "FORBIDDEN" });
  });
});
