import { afterEach, describe, expect, it } from "vitest";
import type { RunnerEvent } from "#sdk/wire/protocol.ts";
import { fakeAttempt, useFakeBundle } from "#test/support/fake-bundle.ts";
import { until } from "#test/support/until.ts";
import { type ProcessOutcome, TaskProcess } from "#worker/processes/task-process.ts";

const bundle = useFakeBundle();
const processes: TaskProcess[] = [];

afterEach(async () => {
  await Promise.all(processes.splice(0).map((process) => process.stop()));
});

async function start(): Promise<TaskProcess> {
  const process = new TaskProcess(bundle.options());
  processes.push(process);
  await process.ready;
  return process;
}

interface Executed {
  outcome: ProcessOutcome;
  events: RunnerEvent[];
}

async function execute(
  process: TaskProcess,
  action: string,
  { maxDuration, env = {} }: { maxDuration?: number; env?: Record<string, string> } = {},
): Promise<Executed> {
  const events: RunnerEvent[] = [];
  const outcome = await process.execute(fakeAttempt(action, env), maxDuration, {
    onEvents: (batch) => events.push(...batch),
  });
  return { outcome, events };
}

function returned(output: string): ProcessOutcome {
  return { kind: "RESULT", result: { ok: true, output, outputType: "text/plain" } };
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe("a task process", () => {
  it("takes one attempt after the other, and counts them", async () => {
    const task = await start();
    expect((await execute(task, "echo")).outcome).toEqual(returned("echo"));
    expect((await execute(task, "echo")).outcome).toEqual(returned("echo"));
    expect(task.executions).toBe(2);
    expect(task.isUsable).toBe(true);
  });

  it("passes on events, those that come with the result too", async () => {
    const { events } = await execute(await start(), "events");
    expect(events).toEqual([
      { kind: "log", at: 1, level: "INFO", message: "hi" },
      { kind: "log", at: 2, level: "INFO", message: "bye" },
    ]);
  });

  it("turns what is written past the console into logs", async () => {
    const { events } = await execute(await start(), "exit");
    expect(events).toMatchObject([{ kind: "log", level: "ERROR", message: "last words" }]);
  });

  it("ignores answers to another attempt", async () => {
    expect((await execute(await start(), "foreign")).outcome).toEqual(returned("mine"));
  });

  it("believes nothing that a runner would not say, and goes on", async () => {
    const task = await start();
    const { outcome, events } = await execute(task, "garbage");
    expect(outcome).toEqual(returned("still here"));
    expect(events).toEqual([]);
    expect(task.isUsable).toBe(true);
  });

  it("gives an attempt its environment and nothing of ours", async () => {
    process.env.PAWL_LEAK_PROBE = "leaked";
    try {
      const task = await start();
      const given = await execute(task, "env", { env: { STRIPE_KEY: "sk" } });
      const own = await execute(task, "own");
      const read = ({ outcome }: Executed): Record<string, string> =>
        outcome.kind === "RESULT" && outcome.result.ok
          ? (JSON.parse(outcome.result.output ?? "{}") as Record<string, string>)
          : {};
      expect(read(given)).toMatchObject({
        STRIPE_KEY: "sk",
        NODE_ENV: "production",
        PATH: process.env.PATH,
      });
      for (const names of [Object.keys(read(given)), Object.keys(read(own))]) {
        expect(names).not.toContain("PAWL_LEAK_PROBE");
        expect(names.filter((name) => /VITEST|DATABASE/.test(name))).toEqual([]);
      }
    } finally {
      delete process.env.PAWL_LEAK_PROBE;
    }
  });
});

describe("a process that dies", () => {
  it("says with which exit code, and what it said last", async () => {
    const task = await start();
    const { outcome } = await execute(task, "exit");
    expect(outcome).toEqual({
      kind: "DIED",
      exitCode: 3,
      signal: null,
      lastOutput: expect.stringContaining("last words"),
    });
    expect(task.isUsable).toBe(false);
  });

  it("says by which signal", async () => {
    const { outcome } = await execute(await start(), "kill");
    expect(outcome).toMatchObject({ kind: "DIED", exitCode: null, signal: "SIGKILL" });
  });

  it("takes no attempt any more, and says so at once", async () => {
    const task = await start();
    await execute(task, "exit");
    const { outcome } = await execute(task, "echo");
    expect(outcome).toMatchObject({ kind: "DIED", exitCode: 3 });
  });

  it.each([
    ["is killed", (task: TaskProcess) => task.kill()],
    ["dies by itself", (task: TaskProcess) => process.kill(task.pid ?? 0, "SIGKILL")],
  ])("takes along what the task has started when it %s", async (_, end) => {
    const task = await start();
    let childPid = 0;
    const attempt = task.execute(fakeAttempt("child"), undefined, {
      onEvents: (events) => {
        const [event] = events;
        if (event?.kind === "log") childPid = Number(event.message);
      },
    });
    await until("the child", () => childPid > 0);
    expect(isAlive(childPid)).toBe(true);
    end(task);
    expect(await attempt).toMatchObject({ kind: "DIED", signal: "SIGKILL" });
    await until("the child to be gone", () => !isAlive(childPid));
  });

  it("before it was ready rejects with what it said", async () => {
    const task = new TaskProcess(bundle.options("throws.mjs"));
    processes.push(task);
    await expect(task.ready).rejects.toThrow(
      /ended before it was ready \(exit code 1\)[\s\S]*cannot be imported/,
    );
  });
});

describe("canceling", () => {
  it("lets the attempt answer by itself", async () => {
    const task = await start();
    const attempt = fakeAttempt("hang");
    const outcome = task.execute(attempt, undefined, { onEvents: () => {} });
    task.cancel(attempt.id, 30_000);
    expect(await outcome).toEqual(returned("canceled: CANCELED"));
    expect(task.isUsable).toBe(true);
  });

  it("kills a process that does not answer in its grace", async () => {
    const task = await start();
    const attempt = fakeAttempt("stubborn");
    const outcome = task.execute(attempt, undefined, { onEvents: () => {} });
    task.cancel(attempt.id, 1);
    expect(await outcome).toEqual({ kind: "ABANDONED" });
    await until("the process to be gone", () => !task.isUsable);
  });

  it("of another attempt changes nothing", async () => {
    const task = await start();
    const attempt = fakeAttempt("hang");
    const outcome = task.execute(attempt, undefined, { onEvents: () => {} });
    task.cancel("another", 0);
    task.cancel(attempt.id, 30_000);
    expect(await outcome).toEqual(returned("canceled: CANCELED"));
  });
});

describe("maxDuration", () => {
  it("ends an attempt that answers in its grace as timed out", async () => {
    const { outcome } = await execute(await start(), "hang", { maxDuration: 0.01 });
    expect(outcome).toEqual({ kind: "TIMED_OUT" });
  });

  it("ends and kills one that does not", async () => {
    const task = await start();
    const { outcome } = await execute(task, "stubborn", { maxDuration: 0.01 });
    expect(outcome).toEqual({ kind: "TIMED_OUT" });
    await until("the process to be gone", () => !task.isUsable);
  });

  it("does not touch the attempt that comes after", async () => {
    const task = await start();
    expect((await execute(task, "echo", { maxDuration: 2 })).outcome).toEqual(returned("echo"));
    const attempt = fakeAttempt("hang");
    let isOver = false;
    const next = task.execute(attempt, undefined, { onEvents: () => {} }).then((outcome) => {
      isOver = true;
      return outcome;
    });
    // Until the time of the one before would be over.
    expect((await execute(await start(), "hang", { maxDuration: 2 })).outcome.kind).toBe(
      "TIMED_OUT",
    );
    expect(isOver).toBe(false);
    task.cancel(attempt.id, 30_000);
    expect(await next).toEqual(returned("canceled: CANCELED"));
  });
});

describe("a process that dies alone", () => {
  /** From its end to the moment the worker knows. */
  async function noticed(action: string): Promise<{ outcome: ProcessOutcome; ms: number }> {
    const task = await start();
    const diedAt = task.exited.then(() => performance.now());
    const { outcome } = await execute(task, action);
    return { outcome, ms: performance.now() - (await diedAt) };
  }

  it.each([
    ["exit", { exitCode: 3, signal: null }],
    ["kill", { exitCode: null, signal: "SIGKILL" }],
    ["abort", { exitCode: null, signal: "SIGABRT" }],
    // What it has started keeps its pipes open.
    ["grandchild", { exitCode: null, signal: "SIGKILL" }],
  ])("is noticed at once, with how it ended: %s", async (action, how) => {
    const { outcome, ms } = await noticed(action);
    expect(outcome).toMatchObject({ kind: "DIED", ...how });
    expect(ms).toBeLessThan(2_000);
  });
});

describe("memory", () => {
  it("on the heap ends the process, by Node's own limit or by ours", async () => {
    const { outcome } = await execute(await start(), "heap");
    if (outcome.kind === "DIED") expect(outcome.lastOutput).toContain("heap out of memory");
    else expect(outcome.kind).toBe("OUT_OF_MEMORY");
  });

  it("beside the heap ends it when it is over its machine's", async () => {
    const task = await start();
    const { outcome } = await execute(task, "buffers");
    expect(outcome).toMatchObject({ kind: "OUT_OF_MEMORY", limitMb: 128 });
    expect(outcome.kind === "OUT_OF_MEMORY" && outcome.usedMb).toBeGreaterThan(128);
    await task.exited;
  });
});
