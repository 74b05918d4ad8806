import { beforeEach, describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { createWorkspace, deployTasks, systemContext } from "#test/support/workspace.ts";
import { getStatus } from "#worker/services/status/get.ts";
import { heartbeat, registerWorker } from "#worker/services/workers/register.ts";
import { reportDisk } from "#worker/services/workers/report-disk.ts";
import manifest from "../../../../package.json" with { type: "json" };

const database = useDatabase();

beforeEach(() => database.db.pool.query("DELETE FROM worker"));

function register(): Promise<string> {
  return registerWorker(systemContext(database.db), { slots: 5, version: manifest.version });
}

/** Heard of for as long as the tests take, however busy the machine is. */
async function keepHeardOf(): Promise<void> {
  await database.db.pool.query("UPDATE worker SET heartbeat_at = now() + interval '1 minute'");
}

async function stateOf(ctx: Parameters<typeof getStatus>[0]) {
  const { verdict, checks } = await getStatus(ctx);
  return { verdict, ...Object.fromEntries(checks.map(({ id, state }) => [id, state])) };
}

describe("getStatus", () => {
  it("looks at every link, and does not call a chain well that nothing went through", async () => {
    const workspace = await createWorkspace(database.db);
    await deployTasks(workspace, [{ id: "hello" }]);
    const id = await register();
    const system = systemContext(database.db);
    await heartbeat({ ...system, clock: () => new Date(Date.now() + 60_000) }, id, 5);
    await keepHeardOf();
    await reportDisk(system, { workerId: id, freeMb: 50_000.4, totalMb: 100_000 });
    const status = await getStatus(workspace.ctx);
    const check = (name: string) => status.checks.find((each) => each.id === name);
    // All of them, so that a failure says which link it was.
    expect(status.checks.filter(({ state }) => state === "FAILED")).toEqual([]);
    expect(status.verdict).toBe("DEGRADED");
    expect(check("clocks")?.summary).toMatch(/(5\d|60)\.\d s away/);
    expect(check("database")?.summary).toMatch(/^PostgreSQL 18.* connections\.$/);
    expect(check("disk")?.details?.join()).toMatch(/52\.4 GB of 104\.9 GB free/);
    await heartbeat(system, id, 5);
    await keepHeardOf();
    expect(await stateOf(workspace.ctx)).toMatchObject({
      verdict: expect.stringMatching(/UNPROVEN|DEGRADED/),
      database: "OK",
      migrations: "OK",
      workers: "OK",
      clocks: "OK",
      environment: "OK",
      deployment: "OK",
      proof: "UNKNOWN",
    });
  });

  it("says that nothing executes without a worker, and in an environment that is paused", async () => {
    const { ctx } = await createWorkspace(database.db);
    expect(await stateOf(ctx)).toMatchObject({ verdict: "BLOCKED", workers: "FAILED" });
    await register();
    await ctx.db.prisma.environment.update({
      where: { id: ctx.environment.id },
      data: { pausedAt: new Date(), pausedBy: "Ada" },
    });
    expect(await stateOf(ctx)).toMatchObject({ verdict: "BLOCKED", environment: "FAILED" });
  });

  it("needs a key that may read", async () => {
    const workspace = await createWorkspace(database.db);
    const ctx = workspace.as({ kind: "apiKey", apiKeyId: "", scopes: ["trigger:tasks"] });
    await expect(getStatus(ctx)).rejects.toMatchObject({ code: "FORBIDDEN" });
  });
});
