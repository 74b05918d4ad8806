import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { jobOf, useExecutors } from "#test/support/executors.ts";
import { FAKE_BUNDLE_SOURCE } from "#test/support/fake-bundle.ts";
import { readAttempts, readHistory, readRun, whileHolding } from "#test/support/runs.ts";
import { until } from "#test/support/until.ts";
import { newId } from "#worker/services/new-id.ts";
import { cancelRun } from "#worker/services/runs/cancel.ts";

const database = useDatabase();
const { start, cache } = useExecutors(database);

/** One whose processes get ready when they are let. */
function gatedBundle(): { source: string; open: () => Promise<void> } {
  const gate = join(cache(), newId());
  const source = `
    const { existsSync } = await import("node:fs");
    while (!existsSync(${JSON.stringify(gate)})) await new Promise((resolve) => setTimeout(resolve, 10));
    ${FAKE_BUNDLE_SOURCE}`;
  return { source, open: () => writeFile(gate, "") };
}

describe("an executor", () => {
  it("takes an admitted run to the end of its attempt", async () => {
    const { ctx, executor, admit, retries } = await start();
    const { id } = await admit("echo");
    await executor.execute(jobOf(ctx, id));
    expect(await readRun(ctx, id)).toMatchObject({ status: "COMPLETED", output: "echo" });
    expect(await readAttempts(ctx, id)).toMatchObject([{ number: 1, status: "COMPLETED" }]);
    expect(executor.executingRunIds()).toEqual([]);
    expect(retries).toEqual([]);
  });

  it("tells a task where the API is, and with which key", async () => {
    const { ctx, executor, admit } = await start();
    const { id } = await admit("env");
    await executor.execute(jobOf(ctx, id));
    expect(JSON.parse((await readRun(ctx, id)).output ?? "")).toMatchObject({
      TRIGGER_API_URL: "http://localhost:1",
      TRIGGER_SECRET_KEY: expect.stringMatching(/^tr_dev_/),
    });
  });

  it("takes a run that ran out of memory to the machine that is named for it", async () => {
    const { ctx, executor, admit } = await start();
    const { id } = await admit("buffers");
    await executor.execute(jobOf(ctx, id));
    expect(await readRun(ctx, id)).toMatchObject({ status: "QUEUED", machine: "small-2x" });
    expect(await readAttempts(ctx, id)).toMatchObject([
      { status: "CRASHED", error: { code: "TASK_PROCESS_OOM_KILLED" } },
    ]);
    expect((await readHistory(ctx, id)).at(-1)?.[1]).toContain("runs on small-2x");
  });

  it("waits for a bundle while the database is away, instead of failing the run", async () => {
    const { ctx, executor, admit } = await start();
    const { id } = await admit("echo");
    const findBundle = vi
      .spyOn(ctx.db.prisma.bundle, "findUnique")
      .mockRejectedValueOnce(new Error("the database system is starting up"));
    await executor.execute(jobOf(ctx, id));
    expect(findBundle).toHaveBeenCalledTimes(2);
    expect(await readRun(ctx, id)).toMatchObject({ status: "COMPLETED" });
  });

  it("keeps what the attempt logged", async () => {
    const { ctx, executor, admit } = await start();
    const { id } = await admit("events");
    await executor.execute(jobOf(ctx, id));
    const where = { runId: id, kind: "LOG" } as const;
    expect(await ctx.db.prisma.runEvent.findMany({ where })).toMatchObject([
      { label: "INFO", message: "hi", attemptNumber: 1 },
      { label: "INFO", message: "bye", attemptNumber: 1 },
    ]);
  });

  it("uses a warm process for the next run of the same code", async () => {
    const { ctx, executor, admit } = await start();
    const pids: (string | null)[] = [];
    for (let i = 0; i < 2; i++) {
      const { id } = await admit("pid");
      await executor.execute(jobOf(ctx, id));
      pids.push((await readRun(ctx, id)).output);
    }
    expect(pids[0]).toMatch(/^\d+$/);
    expect(pids[1]).toBe(pids[0]);
  });

  it("has nothing to do for a run that was canceled meanwhile, or is not there", async () => {
    const { ctx, executor, admit } = await start();
    const { id, friendlyId } = await admit("echo");
    await cancelRun(ctx, friendlyId);
    await executor.execute(jobOf(ctx, id));
    await executor.execute(jobOf(ctx, newId()));
    expect((await readRun(ctx, id)).status).toBe("CANCELED");
    expect(await readAttempts(ctx, id)).toEqual([]);
  });

  it("retries a run whose process dies, and says when", async () => {
    const { ctx, executor, admit, retries } = await start();
    const { id } = await admit("exit");
    await executor.execute(jobOf(ctx, id));
    expect(await readRun(ctx, id)).toMatchObject({ status: "QUEUED", attemptNumber: 1 });
    expect(await readAttempts(ctx, id)).toMatchObject([
      {
        status: "CRASHED",
        error: {
          code: "TASK_PROCESS_EXITED_WITH_NON_ZERO_CODE",
          stackTrace: expect.stringContaining("last words"),
        },
      },
    ]);
    expect(retries).toHaveLength(1);
    expect(retries[0]?.[0]).toBe(ctx.environment.id);
    expect(retries[0]?.[1]).toBeGreaterThan(50_000);
  });

  it("ends a run as a system failure when its code cannot be started", async () => {
    const { ctx, executor, admit } = await start({
      source: `throw new Error("cannot be imported")`,
    });
    const { id } = await admit("echo");
    await executor.execute(jobOf(ctx, id));
    expect(await readRun(ctx, id)).toMatchObject({
      status: "SYSTEM_FAILURE",
      error: {
        code: "DEPLOYMENT_UNUSABLE",
        message: expect.stringContaining("cannot be imported"),
      },
    });
  });

  it("does not begin the attempt of a run that is canceled while its process starts", async () => {
    const { source, open } = gatedBundle();
    const { ctx, executor, admit } = await start({ source });
    const { id, friendlyId } = await admit("echo");
    const done = executor.execute(jobOf(ctx, id));
    await until("the attempt", () => executor.executingRunIds().length === 1);
    await cancelRun(ctx, friendlyId);
    executor.cancel([id]);
    await open();
    await done;
    // Whatever it would have answered would be kept.
    expect(await readAttempts(ctx, id)).toMatchObject([{ status: "CANCELED", lateOutput: null }]);
    expect((await readHistory(ctx, id)).at(-1)?.[0]).toBe("CANCELED");
  });

  it("does not begin it either when nobody brings the news", async () => {
    const { source, open } = gatedBundle();
    const { ctx, executor, admit } = await start({ source });
    const { id, friendlyId } = await admit("echo");
    const since = Date.now();
    const done = executor.execute(jobOf(ctx, id));
    await until("the attempt", () => executor.executingRunIds().length === 1);
    await cancelRun(ctx, friendlyId);
    await until("a moment to pass", () => Date.now() - since > 600);
    await open();
    await done;
    expect(await readAttempts(ctx, id)).toMatchObject([{ status: "CANCELED", lateOutput: null }]);
  });

  it("does not begin it either when the news comes before the start is known", async () => {
    const { ctx, executor, admit } = await start();
    const { id } = await admit("echo");
    const done = executor.execute(jobOf(ctx, id));
    executor.cancel([id]);
    await done;
    // Not canceled in the tables, in this test: so what did not begin was handed back.
    expect(await readRun(ctx, id)).toMatchObject({ status: "QUEUED", output: null });
  });

  it("does not begin what it had when others took it for dead, known to it or not", async () => {
    const { source, open } = gatedBundle();
    const { ctx, executor, admit } = await start({ source });
    const [known, unknown] = [await admit("echo"), await admit("echo")];
    const first = executor.execute(jobOf(ctx, known.id));
    await until("the attempt", () => executor.executingRunIds().length === 1);
    const second = executor.execute(jobOf(ctx, unknown.id));
    executor.loseAll();
    await open();
    await Promise.all([first, second]);
    // Nobody has gone on with them yet, in this test: they cost nothing.
    for (const { id } of [known, unknown]) {
      expect(await readRun(ctx, id)).toMatchObject({ status: "QUEUED", attemptNumber: 0 });
    }
  });

  it("stops the attempt of a run that was canceled", async () => {
    const { ctx, executor, admit } = await start();
    const { id, friendlyId } = await admit("hang");
    const done = executor.execute(jobOf(ctx, id));
    const where = { runId: id, attributes: { path: ["pid"], gt: 0 } };
    await until("its process", () => ctx.db.prisma.runEvent.findFirst({ where }));
    await cancelRun(ctx, friendlyId);
    executor.cancel([newId()]);
    // The sweep of a worker asks again too.
    await until("the end of the attempt", () => {
      executor.cancel([id]);
      return executor.executingRunIds().length === 0;
    });
    await done;
    expect(await readRun(ctx, id)).toMatchObject({ status: "CANCELED", output: null });
    expect(await readAttempts(ctx, id)).toMatchObject([
      { status: "CANCELED", lateOutput: "canceled: CANCELED" },
    ]);
  });

  it("ends no process that another attempt has by now, for one that is over and not written yet", async () => {
    const { ctx, executor, admit } = await start({ slots: 1 });
    const [over, next] = [await admit("hang"), await admit("hang")];
    const processOf = async (runId: string) => {
      const where = { runId, attributes: { path: ["pid"], gt: 0 } };
      const event = await until("its process", () => ctx.db.prisma.runEvent.findFirst({ where }));
      return Reflect.get(Object(event.attributes), "pid");
    };
    const runs = [executor.execute(jobOf(ctx, over.id))];
    const pid = await processOf(over.id);
    const [attemptId = ""] = executor.executingAttemptIds();
    const lock = { text: "SELECT FROM run WHERE id = $1 FOR UPDATE", values: [over.id] };
    await whileHolding(ctx.db.pool, lock, async () => {
      runs.push(executor.execute(jobOf(ctx, next.id)));
      // Its place and its process are the next one's as soon as its code has ended.
      executor.cancel([over.id]);
      expect(await processOf(next.id)).toBe(pid);
      executor.abandon([attemptId]);
    });
    await cancelRun(ctx, next.friendlyId);
    executor.cancel([next.id]);
    await Promise.all(runs);
    expect(await readAttempts(ctx, next.id)).toMatchObject([
      { status: "CANCELED", lateOutput: "canceled: CANCELED" },
    ]);
  });
});

describe("stopping an executor", () => {
  it("waits for what executes", async () => {
    const { ctx, executor, admit } = await start();
    const { id } = await admit("echo");
    const done = executor.execute(jobOf(ctx, id));
    await until("the attempt", () => executor.executingRunIds().includes(id));
    await executor.stop(10_000);
    await done;
    expect((await readRun(ctx, id)).status).toBe("COMPLETED");
  });

  it("hands back what is not over in its grace, at no cost", async () => {
    const { ctx, executor, admit } = await start();
    const { id } = await admit("stubborn");
    const done = executor.execute(jobOf(ctx, id));
    await until("the attempt", () => executor.executingRunIds().includes(id));
    await executor.stop(0);
    await done;
    expect(await readRun(ctx, id)).toMatchObject({ status: "QUEUED", attemptNumber: 0 });
    expect((await readHistory(ctx, id)).at(-1)).toEqual(["QUEUED", "The worker stopped"]);
    expect(await readAttempts(ctx, id)).toMatchObject([{ status: "CANCELED" }]);
  });

  it("kills a process that is in the middle of its attempt", async () => {
    const { ctx, executor, admit } = await start();
    const { id } = await admit("child");
    const done = executor.execute(jobOf(ctx, id));
    await until("user code", async () =>
      ctx.db.prisma.runEvent.findFirst({ where: { runId: id, kind: "LOG" } }),
    );
    await executor.stop(0);
    await done;
    expect(await readRun(ctx, id)).toMatchObject({ status: "QUEUED", attemptNumber: 0 });
  });

  it("hands back what waits for its slot, instead of starting it", async () => {
    const { ctx, executor, admit } = await start({ slots: 1 });
    const [first, second] = [await admit("stubborn"), await admit("echo")];
    const done = [first, second].map(({ id }) => executor.execute(jobOf(ctx, id)));
    await until("the first", () => executor.executingRunIds().includes(first.id));
    await executor.stop(0);
    await Promise.all(done);
    for (const { id } of [first, second]) {
      expect(await readRun(ctx, id)).toMatchObject({ status: "QUEUED", attemptNumber: 0 });
    }
  });
});

describe("slots", () => {
  it("let no more attempts execute at once than there are", async () => {
    const { ctx, executor, admit } = await start({ slots: 1 });
    const [first, second] = [await admit("hang"), await admit("echo")];
    const done = [first, second].map(({ id }) => executor.execute(jobOf(ctx, id)));
    await until("the first", () => executor.executingRunIds().includes(first.id));
    expect(executor.executingRunIds()).toEqual([first.id]);
    expect((await readRun(ctx, second.id)).status).toBe("DEQUEUED");
    await cancelRun(ctx, first.friendlyId);
    await until("the end of the first", () => {
      executor.cancel([first.id]);
      return !executor.executingRunIds().includes(first.id);
    });
    await Promise.all(done);
    expect((await readRun(ctx, second.id)).status).toBe("COMPLETED");
  });

  it("are free again after a run that had nothing to do", async () => {
    const { ctx, executor, admit } = await start({ slots: 1 });
    await executor.execute(jobOf(ctx, newId()));
    const { id } = await admit("echo");
    await executor.execute(jobOf(ctx, id));
    expect((await readRun(ctx, id)).status).toBe("COMPLETED");
  });
});
