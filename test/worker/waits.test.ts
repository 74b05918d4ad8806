import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { useApiServer } from "#test/support/api-server.ts";
import { useDatabase } from "#test/support/database.ts";
import { deployProject } from "#test/support/deploy-project.ts";
import { until } from "#test/support/until.ts";
import { useWorker } from "#test/support/worker.ts";
import { createWorkspace, type Workspace } from "#test/support/workspace.ts";
import { parseFriendlyId } from "#worker/domain/ids.ts";
import { isFinal } from "#worker/domain/run-status.ts";
import { setVariable } from "#worker/services/environment-variables/set.ts";
import { cancelRun } from "#worker/services/runs/cancel.ts";
import { getRun } from "#worker/services/runs/get.ts";
import { getTimeline } from "#worker/services/runs/get-timeline.ts";
import { triggerInput } from "#worker/services/runs/schemas.ts";
import { triggerRun } from "#worker/services/runs/trigger.ts";

const TASKS = `
  import { existsSync, writeFileSync } from "node:fs";
  import { batch, task, tasks, wait } from "@pawl/sdk";

  export const sleeper = task({
    id: "sleeper",
    maxDuration: 5,
    onStart: async () => console.log("onStart"),
    onStartAttempt: async () => console.log("onStartAttempt"),
    onWait: async ({ wait }) => console.log("onWait", wait.type),
    onResume: async ({ wait }) => console.log("onResume", wait.type),
    run: async (_: unknown, { ctx }) => {
      console.log("before");
      await wait.for({ days: 1 });
      console.log("between");
      await wait.until({ date: new Date(Date.now() + 86_400_000) });
      return { pid: process.pid, attempt: ctx.attempt.number };
    },
  });
  export const child = task({
    id: "child",
    retry: { maxAttempts: 1 },
    run: async ({ n, ms = 0 }: { n: number; ms?: number }, { ctx }) => {
      await new Promise((resolve) => setTimeout(resolve, ms));
      if (n < 0) throw new RangeError("Negative: " + n);
      return { double: n * 2, at: new Date(0), version: ctx.run.version };
    },
  });
  export const one = task({
    id: "one",
    queue: { concurrencyLimit: 1 },
    run: async (depth: number): Promise<number> =>
      depth === 0 ? 0 : 1 + (await tasks.triggerAndWait<typeof one>("one", depth - 1).unwrap()),
  });
  export const parent = task({
    id: "parent",
    run: async () => {
      const good = await child.triggerAndWait({ n: 4 });
      const bad = await child.triggerAndWait({ n: -1 });
      const all = await child.batchTriggerAndWait([1, -2, 3].map((n) => ({ payload: { n } })));
      const mixed = await batch.triggerByTaskAndWait([
        { task: child, payload: { n: 5 } },
        { task: one, payload: 0 },
      ]);
      const together = await Promise.all([
        child.triggerAndWait({ n: 10, ms: 400 }).unwrap(),
        child.triggerAndWait({ n: 20 }).unwrap(),
        child.batchTriggerAndWait([{ payload: { n: 30 } }]),
      ]);
      const caught = await child.triggerAndWait({ n: -3 }).unwrap().catch((error: Error) => error);
      return {
        good: good.ok && good.output.double,
        isDate: good.ok && good.output.at instanceof Date,
        bad: !bad.ok && bad.error instanceof Error && [bad.error.name, bad.error.message],
        all: all.runs.map((run) => (run.ok ? run.output.double : String(run.error))),
        mixed: mixed.runs.map((run) => run.ok && run.output),
        together: [together[0].double, together[1].double, together[2].runs.length],
        caught: caught instanceof Error && [caught.name, caught.message],
      };
    },
  });
  export const family = task({
    id: "family",
    run: async (count: number) => {
      const items = Array.from({ length: count }, (_, n) => ({ payload: { n, ms: 1_500 } }));
      const { runs } = await child.batchTriggerAndWait(items);
      return runs.reduce((sum, run) => sum + (run.ok ? run.output.double : NaN), 0);
    },
  });
  export const race = task({
    id: "race",
    run: async () => Promise.race([wait.for({ days: 1 }), Promise.resolve("quick")]),
  });
  export const stops = task({
    id: "stops",
    onCancel: async () => console.log("onCancel"),
    run: async () => {
      try {
        await child.triggerAndWait({ n: 1, ms: 60_000 });
      } finally {
        console.log("finally");
      }
    },
  });
  export const unsteady = task({
    id: "unsteady",
    run: async () => {
      if (existsSync(process.env.MARK!)) return child.triggerAndWait({ n: 1 });
      writeFileSync(process.env.MARK!, "");
      return wait.for({ days: 1 });
    },
  });
  export const failsBetween = task({
    id: "fails-between",
    retry: { maxAttempts: 2, minTimeoutInMs: 10, maxTimeoutInMs: 20 },
    run: async (_: unknown, { ctx }) => {
      const { id } = await child.triggerAndWait({ n: 1 });
      if (ctx.attempt.number === 1) throw new Error("Not yet");
      return id;
    },
  });
`;

const database = useDatabase();
const api = useApiServer(database.url);
const worker = useWorker(database.url, { slots: 6, apiUrl: api.url });
let workspace: Workspace;

async function deployed(): Promise<Workspace> {
  workspace ??= await createWorkspace(database.db, { slug: "prod" });
  if ((await database.db.prisma.deployment.count()) === 0) {
    const mark = join(await mkdtemp(join(tmpdir(), "pawl-waits-")), "mark");
    await setVariable(workspace.ctx, { name: "MARK", value: mark });
    await deployProject(workspace, { "trigger/tasks.ts": TASKS });
  }
  return workspace;
}

async function start(taskId: string, payload?: unknown): Promise<string> {
  const { ctx } = await deployed();
  return (await triggerRun(ctx, { taskId, input: triggerInput.parse({ payload }) })).friendlyId;
}

function finished(runId: string) {
  return until(
    `${runId} to finish`,
    async () => {
      const run = await getRun(workspace.ctx, runId);
      return isFinal(run.status) && run;
    },
    20_000,
  );
}

function waiting(runId: string) {
  return until(`${runId} to wait`, async () => {
    const run = await getRun(workspace.ctx, runId);
    return run.status === "WAITING" && run;
  });
}

/** Time passes for the run's pending waits. */
async function passTime(runId: string): Promise<void> {
  await database.db.pool.query(
    "UPDATE run_wait SET due_at = now() WHERE run_id = $1 AND resolved_at IS NULL",
    [parseFriendlyId("run", runId)],
  );
}

async function logs(runId: string): Promise<string[]> {
  const { events } = await getTimeline(workspace.ctx, runId, undefined);
  return events.flatMap((event) => (event.kind === "LOG" ? [event.message] : []));
}

async function statuses(runId: string): Promise<string[]> {
  const { events } = await getTimeline(workspace.ctx, runId, undefined);
  return events.flatMap((event) => (event.kind === "TRANSITION" ? [event.status] : []));
}

describe("a run that waits", () => {
  it("lets go of its slot, takes it again, and does not spend its time", async () => {
    const id = await start("sleeper");
    await waiting(id);
    expect(await database.db.prisma.run.count({ where: { holdsSlot: true } })).toBe(0);
    await passTime(id);
    await until("the second wait", async () => (await logs(id)).includes("between"));
    await waiting(id);
    await passTime(id);
    const run = await finished(id);
    expect(run).toMatchObject({ status: "COMPLETED", output: { attempt: 1 }, attemptCount: 1 });
    expect(run.durationMs).toBeLessThan(2_000);
    expect(await logs(id)).toEqual([
      "onStart",
      "onStartAttempt",
      "before",
      "onWait duration",
      "onResume duration",
      "between",
      "onWait duration",
      "onResume duration",
    ]);
    const back = ["WAITING", "QUEUED", "DEQUEUED", "EXECUTING"];
    expect(await statuses(id)).toEqual([
      "QUEUED",
      "DEQUEUED",
      "EXECUTING",
      ...back,
      ...back,
      "COMPLETED",
    ]);
  });

  it("waits for children of every kind, with their results in order", async () => {
    const id = await start("parent");
    expect((await finished(id)).output).toEqual({
      good: 8,
      isDate: true,
      bad: ["RangeError", "Negative: -1"],
      all: [2, "RangeError: Negative: -2", 6],
      mixed: [expect.objectContaining({ double: 10 }), 0],
      together: [20, 40, 1],
      caught: [
        "SubtaskUnwrapError",
        expect.stringMatching(/^Run run_\w+ of task child failed: Negative: -3$/),
      ],
    });
    const parentId = parseFriendlyId("run", id) ?? "";
    const children = await database.db.prisma.run.findMany({ where: { parentRunId: parentId } });
    expect(children).toHaveLength(11);
    expect(new Set(children.map((run) => run.deploymentId)).size).toBe(1);
  });

  it("does not lock itself out of a queue of one", async () => {
    expect((await finished(await start("one", 4))).output).toBe(4);
  });

  it("goes on without what it waits for when its code does", async () => {
    const run = await finished(await start("race"));
    expect(run).toMatchObject({ status: "COMPLETED", output: "quick" });
  });

  it("is canceled with its children, and its code is told", async () => {
    const id = await start("stops");
    await waiting(id);
    await cancelRun(workspace.ctx, id);
    expect((await finished(id)).status).toBe("CANCELED");
    await until("its code to end", async () => (await logs(id)).includes("finally"));
    expect(await logs(id)).toContain("onCancel");
    const parentRunId = parseFriendlyId("run", id) ?? "";
    const [child] = await database.db.prisma.run.findMany({ where: { parentRunId } });
    expect(child?.status).toBe("CANCELED");
    await until("the attempt to be closed", async () => {
      const where = { runId: parentRunId, status: "EXECUTING" as const };
      return (await database.db.prisma.attempt.count({ where })) === 0;
    });
  });

  it("begins with a fresh journal after an error of its own", async () => {
    const id = await start("fails-between");
    const run = await finished(id);
    expect(run).toMatchObject({ status: "COMPLETED", attemptCount: 2 });
    const parentRunId = parseFriendlyId("run", id) ?? "";
    const children = await database.db.prisma.run.findMany({
      where: { parentRunId },
      orderBy: { id: "asc" },
    });
    expect(children).toHaveLength(2);
  });
});

describe("a run whose process is lost while it waits", () => {
  it("goes on from the top along its journal, as the same attempt", async () => {
    const id = await start("sleeper");
    await waiting(id);
    await passTime(id);
    await until("the second wait", async () => (await logs(id)).includes("between"));
    await waiting(id);
    const attempt = (await getRun(workspace.ctx, id)).attemptCount;
    await worker.restart();
    expect((await getRun(workspace.ctx, id)).status).toBe("WAITING");
    await passTime(id);
    const run = await finished(id);
    expect(run).toMatchObject({
      status: "COMPLETED",
      attemptCount: attempt,
      output: { attempt: 1 },
    });
    // The hooks of its start are not called again, nor those of the wait that is over.
    expect((await logs(id)).slice(7)).toEqual(["before", "between"]);
  });

  it("joins its children, and triggers none twice", async () => {
    const id = await start("family", 6);
    await waiting(id);
    await worker.restart();
    const run = await finished(id);
    expect(run).toMatchObject({ status: "COMPLETED", output: 30, attemptCount: 1 });
    const parentRunId = parseFriendlyId("run", id) ?? "";
    expect(await database.db.prisma.run.count({ where: { parentRunId } })).toBe(6);
  });

  it("fails when its code is another one, and says where", async () => {
    const id = await start("unsteady");
    await waiting(id);
    await worker.restart();
    await passTime(id);
    const run = await finished(id);
    expect(run).toMatchObject({ status: "FAILED", attemptCount: 1 });
    expect(run.error?.message).toMatch(
      /wait 1 of run it asks for “triggerAndWait child”, and .* “wait\.for”/,
    );
  });
});
