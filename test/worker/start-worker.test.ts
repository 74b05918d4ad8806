import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { deployProject } from "#test/support/deploy-project.ts";
import { until } from "#test/support/until.ts";
import { useWorker } from "#test/support/worker.ts";
import { createWorkspace, type Workspace } from "#test/support/workspace.ts";
import { isFinal } from "#worker/domain/run-status.ts";
import { deleteVariable } from "#worker/services/environment-variables/delete.ts";
import { setVariable } from "#worker/services/environment-variables/set.ts";
import { updateVariable } from "#worker/services/environment-variables/update.ts";
import { cancelRun } from "#worker/services/runs/cancel.ts";
import { getRun } from "#worker/services/runs/get.ts";
import { getTimeline } from "#worker/services/runs/get-timeline.ts";
import { type TriggerInput, triggerInput } from "#worker/services/runs/schemas.ts";
import { triggerRun } from "#worker/services/runs/trigger.ts";

const FAST_RETRY = "retry: { maxAttempts: 3, minTimeoutInMs: 20, maxTimeoutInMs: 50 }";

const TASKS = `
  import { logger, task } from "@pawl/sdk";

  export const hello = task({
    id: "hello",
    run: async (payload: { name: string }, { ctx }) => {
      logger.info("Greeting", { name: payload.name });
      console.log("from the console");
      return { message: "Hello, " + payload.name, attempt: ctx.attempt.number };
    },
  });
  export const thirdTime = task({
    id: "third-time", ${FAST_RETRY},
    run: async (_: unknown, { ctx }) => {
      if (ctx.attempt.number < 3) throw new Error("Not yet: " + ctx.attempt.number);
      return "done";
    },
  });
  export const always = task({
    id: "always-throws", ${FAST_RETRY},
    run: async () => { throw new TypeError("It is broken"); },
  });
  export const exits = task({
    id: "exits", ${FAST_RETRY},
    run: async () => { console.log("about to exit"); process.exit(1); },
  });
  export const chatty = task({
    id: "chatty",
    run: async () => { console.log("x".repeat(1024 * 1024)); return 1; },
  });
  export const secrets = task({
    id: "environment",
    run: async () => Object.keys(process.env).sort(),
  });
  export const region = task({ id: "region", run: async () => process.env.REGION ?? "none" });
  export const slow = task({
    id: "slow",
    run: async (_: unknown, { signal }) =>
      new Promise((resolve) => {
        const timer = setInterval(() => {}, 1000);
        signal.addEventListener("abort", () => { clearInterval(timer); resolve("stopped"); });
      }),
  });
  export const tooLong = task({
    id: "too-long", maxDuration: 5,
    run: async () => new Promise(() => { setInterval(() => {}, 1000); }),
  });
`;

const database = useDatabase();
useWorker(database.url);

let shared: Promise<Workspace> | undefined;

/** One for all tests that leave it as it is. */
function deployed(): Promise<Workspace> {
  shared ??= deploy();
  return shared;
}

async function deploy(): Promise<Workspace> {
  const workspace = await createWorkspace(database.db);
  await deployProject(workspace, { "trigger/tasks.ts": TASKS });
  return workspace;
}

async function trigger(
  workspace: Workspace,
  taskId: string,
  input: TriggerInput = {},
): Promise<string> {
  const run = await triggerRun(workspace.ctx, { taskId, input: triggerInput.parse(input) });
  return run.friendlyId;
}

function finished(workspace: Workspace, runId: string) {
  return until(`${runId} to finish`, async () => {
    const run = await getRun(workspace.ctx, runId);
    return isFinal(run.status) && run;
  });
}

describe("a worker", () => {
  it("executes a run and keeps its output, logs and history", async () => {
    const workspace = await deployed();
    const id = await trigger(workspace, "hello", { payload: { name: "Ada" } });
    const run = await finished(workspace, id);
    expect(run).toMatchObject({
      status: "COMPLETED",
      isSuccess: true,
      output: { message: "Hello, Ada", attempt: 1 },
      payload: { name: "Ada" },
      attemptCount: 1,
      queue: "task/hello",
    });
    const { events, attempts } = await getTimeline(workspace.ctx, id, undefined);
    const statuses = events.flatMap((event) => (event.kind === "TRANSITION" ? [event.status] : []));
    expect(statuses).toEqual(["QUEUED", "DEQUEUED", "EXECUTING", "COMPLETED"]);
    expect(attempts).toMatchObject([{ number: 1, status: "COMPLETED" }]);
    const logs = events.flatMap((event) => (event.kind === "LOG" ? [event] : []));
    expect(logs).toMatchObject([
      { level: "INFO", message: "Greeting", attributes: { name: "Ada" } },
      { level: "LOG", message: "from the console" },
    ]);
  });

  it("gives every run the variables as they are when it starts", async () => {
    const workspace = await deployed();
    const seen: unknown[] = [];
    const look = async () => {
      const run = await finished(workspace, await trigger(workspace, "region"));
      seen.push(run.output);
    };
    await look();
    await setVariable(workspace.ctx, { name: "REGION", value: "eu" });
    await look();
    await updateVariable(workspace.ctx, { name: "REGION", value: "us" });
    await look();
    await deleteVariable(workspace.ctx, "REGION");
    await look();
    expect(seen).toEqual(["none", "eu", "us", "none"]);
  });

  it("tries again until the third attempt succeeds", async () => {
    const workspace = await deployed();
    const run = await finished(workspace, await trigger(workspace, "third-time"));
    expect(run).toMatchObject({ status: "COMPLETED", output: "done", attemptCount: 3 });
    const { attempts } = await getTimeline(workspace.ctx, run.id, undefined);
    expect(attempts).toMatchObject([
      { number: 1, status: "FAILED", error: { message: "Not yet: 1" } },
      { number: 2, status: "FAILED", error: { message: "Not yet: 2" } },
      { number: 3, status: "COMPLETED" },
    ]);
  });

  it("fails a run that always throws, with a stack that points into the user's file", async () => {
    const workspace = await deployed();
    const run = await finished(workspace, await trigger(workspace, "always-throws"));
    expect(run).toMatchObject({
      status: "FAILED",
      attemptCount: 3,
      error: { name: "TypeError", message: "It is broken" },
    });
    expect(run.error?.stackTrace).toContain("trigger/tasks.ts:21:30");
    expect(run.output).toBeUndefined();
  });

  it("crashes a run whose process exits, after its retries, and keeps what it said last", async () => {
    const workspace = await deployed();
    const run = await finished(workspace, await trigger(workspace, "exits"));
    expect(run).toMatchObject({ status: "CRASHED", attemptCount: 3 });
    expect(run.error?.message).toContain("exit code 1");
    const { events } = await getTimeline(workspace.ctx, run.id, undefined);
    expect(
      events.filter((event) => event.kind === "LOG" && event.message === "about to exit"),
    ).toHaveLength(3);
  });

  it("clamps a log of a megabyte", async () => {
    const workspace = await deployed();
    const run = await finished(workspace, await trigger(workspace, "chatty"));
    expect(run.status).toBe("COMPLETED");
    const { events } = await getTimeline(workspace.ctx, run.id, undefined);
    const log = events.find((event) => event.kind === "LOG");
    expect(log).toMatchObject({ message: expect.stringMatching(/^x{1000}.*1048576 characters/s) });
  });

  it("gives the process the environment's variables and nothing of the platform's own", async () => {
    const workspace = await deployed();
    await setVariable(workspace.ctx, { name: "STRIPE_KEY", value: "sk_1" });
    process.env.PAWL_LEAK_PROBE = "leaked";
    const run = await finished(workspace, await trigger(workspace, "environment"));
    delete process.env.PAWL_LEAK_PROBE;
    expect(run.output).toEqual(
      expect.arrayContaining(["PATH", "STRIPE_KEY", "TRIGGER_API_URL", "TRIGGER_SECRET_KEY"]),
    );
    const names = run.output as string[];
    expect(names.filter((name) => /DATABASE|PAWL|VITEST|ENCRYPTION/.test(name))).toEqual([]);
  });

  it("cancels an executing run at once and lets its process stop by itself", async () => {
    const workspace = await deployed();
    const id = await trigger(workspace, "slow");
    await until(
      "the run to execute",
      async () => (await getRun(workspace.ctx, id)).status === "EXECUTING",
    );
    await cancelRun(workspace.ctx, id);
    expect(await getRun(workspace.ctx, id)).toMatchObject({
      status: "CANCELED",
      isCancelled: true,
    });
    const attempt = await until("the attempt to end", async () => {
      const { attempts } = await getTimeline(workspace.ctx, id, undefined);
      return attempts.find((candidate) => candidate.status === "CANCELED");
    });
    expect(attempt.number).toBe(1);
    expect((await getRun(workspace.ctx, id)).status).toBe("CANCELED");
  });

  it("times out an attempt that exceeds maxDuration", async () => {
    const workspace = await deployed();
    const run = await finished(workspace, await trigger(workspace, "too-long"));
    expect(run).toMatchObject({ status: "TIMED_OUT", attemptCount: 1 });
    expect(run.error?.message).toContain("5 seconds");
  });

  it("parks a run of an unknown task and starts it when a deployment brings the task", async () => {
    const workspace = await createWorkspace(database.db);
    const id = await trigger(workspace, "hello", { payload: { name: "Bob" } });
    expect((await getRun(workspace.ctx, id)).status).toBe("PENDING_VERSION");
    await deployProject(workspace, { "trigger/tasks.ts": TASKS });
    expect(await finished(workspace, id)).toMatchObject({
      status: "COMPLETED",
      output: { message: "Hello, Bob" },
    });
  });

  it("uses a warm process for the next run", async () => {
    const workspace = await createWorkspace(database.db);
    await deployProject(workspace, {
      "trigger/pid.ts": `
        import { task } from "@pawl/sdk";
        export const pid = task({ id: "pid", run: async () => process.pid });
      `,
    });
    const first = await finished(workspace, await trigger(workspace, "pid"));
    const second = await finished(workspace, await trigger(workspace, "pid"));
    expect(second.output).toBe(first.output);
  });

  it.each(["false", "{ enabled: false }"])(
    "gives every run a process of its own, started ahead, with processKeepAlive: %s",
    async (processKeepAlive) => {
      const workspace = await createWorkspace(database.db);
      await deployProject(workspace, {
        "trigger.config.ts": `
          import { defineConfig } from "@pawl/sdk";
          export default defineConfig({
            project: process.env.TRIGGER_PROJECT_REF, processKeepAlive: ${processKeepAlive},
          });`,
        "trigger/pid.ts": `
          import { task } from "@pawl/sdk";
          export const pid = task({ id: "pid", run: async () => process.pid });`,
      });
      const pids = new Set<unknown>();
      for (let i = 0; i < 3; i++) {
        pids.add((await finished(workspace, await trigger(workspace, "pid"))).output);
      }
      expect(pids.size).toBe(3);
    },
  );

  it("ends a process after as many runs as the config says", async () => {
    const workspace = await createWorkspace(database.db);
    await deployProject(workspace, {
      "trigger.config.ts": `
        import { defineConfig } from "@pawl/sdk";
        export default defineConfig({
          project: process.env.TRIGGER_PROJECT_REF,
          processKeepAlive: { enabled: true, maxExecutionsPerProcess: 2 },
        });`,
      "trigger/pid.ts": `
        import { task } from "@pawl/sdk";
        export const pid = task({ id: "pid", run: async () => process.pid });`,
    });
    const pids: unknown[] = [];
    for (let i = 0; i < 4; i++) {
      pids.push((await finished(workspace, await trigger(workspace, "pid"))).output);
    }
    // Which one is taken next is the pool's business; none is taken a third time.
    for (const pid of new Set(pids))
      expect(pids.filter((one) => one === pid).length).toBeLessThan(3);
    expect(new Set(pids).size).toBeGreaterThan(1);
  });
});
