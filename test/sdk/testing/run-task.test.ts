import { describe, expect, test } from "vitest";
import {
  AbortTaskRunError,
  batch,
  logger,
  metadata,
  runs,
  streams,
  tags,
  task,
  tasks,
} from "#sdk/index.ts";
import { runTask } from "#sdk/testing/index.ts";

const greet = task({
  id: "greet",
  run: async ({ name }: { name: string }, { ctx }) => {
    logger.info("Greeting", { name });
    console.log("attempt", ctx.attempt.number);
    return { text: `Hello, ${name}!`, at: new Date(0) };
  },
});

const flaky = task({
  id: "flaky",
  retry: { maxAttempts: 3, minTimeoutInMs: 60_000, maxTimeoutInMs: 3_600_000, randomize: false },
  run: async (failures: number, { ctx }) => {
    if (ctx.attempt.number <= failures) throw new Error(`failure ${ctx.attempt.number}`);
    return new Date();
  },
});

describe("a task in a test", () => {
  test("gives what it returned, as it would arrive, and what it logged", async () => {
    const run = await runTask(greet, { name: "Ada" });
    if (!run.ok) throw new Error(run.error.message);
    expect(run.output).toEqual({ text: "Hello, Ada!", at: new Date(0) });
    expect(run.logs).toEqual([
      { level: "info", message: "Greeting", attributes: { name: "Ada" }, attempt: 1 },
      { level: "log", message: "attempt 1", attributes: {}, attempt: 1 },
    ]);
    expect(run.attempts).toEqual([{ number: 1, ok: true }]);
  });

  test("moves time over the delays of retries, in Date as well, and waits for none", async () => {
    const began = performance.now();
    const startAt = new Date("2030-01-01T00:00:00Z");
    const run = await runTask(flaky, 2, { startAt });
    expect(performance.now() - began).toBeLessThan(5_000);
    expect(run.attempts.map(({ retryDelayMs }) => retryDelayMs)).toEqual([
      60_000,
      120_000,
      undefined,
    ]);
    expect(run.attempts[1]?.error?.message).toBe("failure 2");
    if (!run.ok) throw new Error(run.error.message);
    expect(run.output.getTime() - startAt.getTime()).toBeGreaterThanOrEqual(180_000);
    expect(run.output.getTime() - startAt.getTime()).toBeLessThan(185_000);
    expect(run.elapsedMs).toBeGreaterThanOrEqual(180_000);
    expect(Date.now()).toBeLessThan(startAt.getTime());
    expect(new Date(1) instanceof Date).toBe(true);
  });

  test("fails when no attempt is left, or none is allowed", async () => {
    const all = await runTask(flaky, 5);
    expect(all).toMatchObject({ ok: false, status: "FAILED", error: { message: "failure 3" } });
    const one = await runTask(flaky, 5, { maxAttempts: 1 });
    expect(one.attempts).toHaveLength(1);
    const aborts = task({
      id: "aborts",
      run: () => {
        throw new AbortTaskRunError("never");
      },
    });
    const aborted = await runTask(aborts);
    expect(aborted.attempts).toHaveLength(1);
    expect(aborted).toMatchObject({ status: "FAILED", error: { name: "AbortTaskRunError" } });
  });

  test("refuses a task of something else", async () => {
    const stranger = { ...greet, id: "stranger" };
    await expect(runTask(stranger, { name: "" })).rejects.toThrow('no task "stranger"');
  });

  test("keeps runs that go on at once apart", async () => {
    const names = ["a", "b", "c", "d"];
    const all = await Promise.all(names.map((name) => runTask(greet, { name })));
    expect(all.map(({ logs }) => logs[0]?.attributes.name)).toEqual(names);
    expect(new Set(all.map(({ id }) => id)).size).toBe(4);
  });
});

describe("hooks in a test", () => {
  tasks.onStart("global", () => {});
  const hooked = task({
    id: "hooked",
    retry: { maxAttempts: 2 },
    init: () => ({ db: 1 }),
    middleware: async ({ next }) => next(),
    onStart: () => {},
    onStartAttempt: () => {},
    catchError: () => {},
    onSuccess: () => {},
    onFailure: () => {},
    onComplete: () => {},
    cleanup: () => {},
    run: async (fail: boolean, { init, ctx }) => {
      if (fail || ctx.attempt.number === 1) throw new Error("no");
      return init;
    },
  });

  test("run in the documented order, over all attempts", async () => {
    const { hooks } = await runTask(hooked, false);
    const first = ["middleware", "init", "onStart", "onStart", "onStartAttempt", "catchError"];
    const second = ["middleware", "init", "onStartAttempt", "onSuccess", "onComplete"];
    expect(hooks).toEqual([...first, "cleanup", ...second, "cleanup"]);
  });

  test("of a config come before all others, and stay in their run", async () => {
    const config = { project: "proj_x", onStart: () => logger.warn("config") };
    const run = await runTask(hooked, true, { config });
    const starts = run.spans.filter(({ name }) => name === "onStart");
    expect(starts.map(({ attributes }) => attributes.name)).toEqual([
      "config",
      "global",
      "onStart",
    ]);
    expect(run.hooks).toContain("onFailure");
    expect((await runTask(hooked, true)).logs).toEqual([]);
  });

  test("decide about the next attempt", async () => {
    const later = task({
      id: "later",
      catchError: () => ({ retryDelayInMs: 86_400_000 }),
      run: async () => {
        throw new Error("tomorrow");
      },
    });
    const run = await runTask(later);
    expect(run.attempts.map(({ retryDelayMs }) => retryDelayMs)).toEqual([
      86_400_000,
      86_400_000,
      undefined,
    ]);
    const broken = task({
      id: "broken",
      catchError: () => {
        throw new Error("inside");
      },
      run: async () => {
        throw new Error("no");
      },
    });
    expect((await runTask(broken)).status).toBe("CRASHED");
  });
});

describe("what a task tells the server", () => {
  test("is triggered runs, with payloads as they would arrive", async () => {
    const parent = task({
      id: "parent",
      run: async () => {
        const one = await greet.trigger({ name: "Bo" }, { tags: "x", idempotencyKey: "k" });
        const again = await greet.trigger({ name: "Bo" }, { idempotencyKey: "k" });
        const many = await batch.trigger<typeof greet | typeof flaky>([
          { id: "greet", payload: { name: "Cy" } },
          { id: "flaky", payload: 1 },
        ]);
        return { same: one.id === again.id, cached: again.isCached, many: many.runCount };
      },
    });
    const run = await runTask(parent);
    expect(run).toMatchObject({ ok: true, output: { same: true, cached: true, many: 2 } });
    expect(run.triggered.map(({ taskId, payload }) => [taskId, payload])).toEqual([
      ["greet", { name: "Bo" }],
      ["greet", { name: "Cy" }],
      ["flaky", 1],
    ]);
    expect(run.triggered[0]?.options.tags).toBe("x");
    expect(run.triggered[2]?.batchId).toMatch(/^batch_/);
  });

  test("is metadata, over all attempts, and of the runs above", async () => {
    const counts = task({
      id: "counts",
      retry: { maxAttempts: 2 },
      run: async (_: undefined, { ctx }) => {
        metadata.increment("tries").append("seen", ctx.attempt.number);
        metadata.parent.increment("children");
        if (ctx.attempt.number === 1) throw new Error("again");
        return metadata.get("tries");
      },
    });
    const run = await runTask(counts, undefined, {
      metadata: { tries: 5 },
      ctx: { run: { parentTaskRunId: "run_parent" } },
    });
    expect(run).toMatchObject({
      ok: true,
      output: 7,
      metadata: { tries: 7, seen: [1, 2] },
      parentMetadata: { children: 2 },
      rootMetadata: {},
    });
  });

  test("is streams, by their keys", async () => {
    const writes = task({
      id: "writes",
      run: async () => {
        const source = async function* () {
          yield* ["a", { b: 1 }];
        };
        streams.pipe("parts", source());
        await streams.append("c");
      },
    });
    const { streams: written } = await runTask(writes, undefined);
    expect(written).toEqual({ parts: ["a", { b: 1 }], default: ["c"] });
  });

  test("is tags, at most ten", async () => {
    const tagged = task({
      id: "tagged",
      run: async () => {
        await tags.add(["b", "a", "b"]);
        await tags.add(Array.from({ length: 9 }, (_, index) => `t${index}`));
      },
    });
    const run = await runTask(tagged, undefined, { tags: ["a"] });
    expect(run.tags).toEqual(["a", "b"]);
    expect(run.logs[0]).toMatchObject({ level: "error", message: "The tags were not added" });
  });

  test("is answered by the test where the kit cannot", async () => {
    const reads = task({ id: "reads", run: async () => (await runs.retrieve("run_9")).status });
    const refused = await runTask(reads);
    expect(refused).toMatchObject({ status: "FAILED" });
    expect(refused.attempts.at(-1)?.error?.message).toContain("onRequest");
    const answered = await runTask(reads, undefined, {
      onRequest: ({ path }) =>
        path === "/api/v3/runs/run_9"
          ? { id: "run_9", status: "COMPLETED", createdAt: "2026-01-01T00:00:00Z", attempts: [] }
          : undefined,
    });
    expect(answered).toMatchObject({ ok: true, output: "COMPLETED" });
  });
});

describe("stopping a run in a test", () => {
  const endless = task({
    id: "endless",
    onCancel: () => logger.warn("cancelled"),
    run: (_payload: undefined, { signal }) =>
      new Promise<void>((_, reject) => {
        signal.addEventListener("abort", () => reject(signal.reason));
      }),
  });

  test("calls onCancel", async () => {
    const controller = new AbortController();
    const running = runTask(endless, undefined, { signal: controller.signal });
    controller.abort();
    const run = await running;
    expect(run.status).toBe("CANCELED");
    expect(run.logs.map(({ message }) => message)).toEqual(["cancelled"]);
  });

  test("happens after maxDuration", async () => {
    const config = { project: "proj_x", maxDuration: 0.05 };
    expect((await runTask(endless, undefined, { config })).status).toBe("TIMED_OUT");
  });
});
