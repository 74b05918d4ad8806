import { describe, expect, it } from "vitest";
import { useTasks } from "#test/support/tasks.ts";
import { until } from "#test/support/until.ts";
import { sendInput } from "#worker/services/streams/send-input.ts";

const tasks = useTasks(`
  import { streams, task, wait } from "@pawl/sdk";

  const chat = streams.input<{ n: number }>({ id: "chat" });
  const never = streams.input<string>({ id: "never" });

  export const listens = task({
    id: "listens",
    run: async () => {
      const first = await chat.once().unwrap();
      const late = await never.once({ timeoutMs: 20 });
      const stopped = await never.once({ signal: AbortSignal.timeout(20) }).catch((error) => error.name);
      const heard: number[] = [];
      const enough = new Promise<void>((resolve) => {
        chat.on(({ n }) => {
          heard.push(n);
          if (n === 4) resolve();
          if (n === 3) throw new Error("not this one");
        });
      });
      console.log("listening");
      await enough;
      return { first: first.n, late: !late.ok && late.error.name, stopped, heard };
    },
  });

  export const waits = task({
    id: "waits",
    run: async () => {
      const first = await chat.once().unwrap();
      const second = await chat.wait().unwrap();
      console.log("second");
      const third = await chat.waitWithIdleTimeout({ idleTimeoutInSeconds: 0.05, onSuspend: () => console.log("suspends"), onResume: () => console.log("resumed") });
      const both = await Promise.all([chat.wait().unwrap(), chat.wait().unwrap()]);
      const late = await never.wait({ timeout: "1s" });
      const skipped = await never.waitWithIdleTimeout({ idleTimeoutInSeconds: 0.05, skipSuspend: true });
      return {
        ns: [first.n, second.n, third.ok && third.output.n, ...both.map(({ n }) => n)],
        errors: [late, skipped].map((result) => !result.ok && result.error.name),
        peeked: chat.peek(),
      };
    },
  });

  export const impatient = task({
    id: "impatient",
    run: async () => {
      const late = await chat.once({ timeoutMs: 20 });
      const skipped = await chat.waitWithIdleTimeout({ idleTimeoutInSeconds: 0.02, skipSuspend: true });
      console.log("asks again");
      const [soon, next] = await Promise.all([chat.once({ timeoutMs: 60_000 }), chat.once().unwrap()]);
      console.log("waits");
      await wait.for({ days: 1 });
      return [late.ok, skipped.ok, soon.ok && soon.output.n, next.n];
    },
  });

  export const sender = task({
    id: "sender",
    run: async (runId: string) => {
      for (const n of [2, 3, 4]) await chat.send(runId, { n });
    },
  });

  export const idle = task({
    id: "idle",
    run: async () => {
      const soon = await chat.waitWithIdleTimeout({ idleTimeoutInSeconds: 30 });
      console.log("soon");
      await wait.for({ days: 1 });
      return soon.ok && soon.output.n;
    },
  });
`);

async function send(runId: string, n: number): Promise<void> {
  await sendInput(await tasks.ctx(), { runId, key: "chat", data: { n } });
}

async function said(runId: string, line: string): Promise<void> {
  await until(line, async () => (await tasks.logs(runId)).includes(line));
}

describe("messages into a run", () => {
  it("reach it while it executes, those before it asks included, each once", async () => {
    const id = await tasks.start("listens");
    await send(id, 1);
    await said(id, "listening");
    await tasks.start("sender", id);
    const run = await tasks.finished(id);
    expect(run.output).toEqual({
      first: 1,
      late: "InputStreamTimeoutError",
      stopped: "TimeoutError",
      heard: [2, 3, 4],
    });
    expect(await tasks.logs(id)).toContain("A handler of an input stream failed. not this one");
    expect(await tasks.statuses(id)).not.toContain("WAITING");
  });

  it("wake it where it waits, and are the same for code that runs again", async () => {
    const id = await tasks.start("waits");
    await send(id, 1);
    await tasks.waiting(id);
    await tasks.restartWorker();
    await send(id, 2);
    await said(id, "suspends");
    await tasks.waiting(id);
    await tasks.restartWorker();
    for (const n of [3, 4, 5]) await send(id, n);
    const run = await tasks.finished(id);
    expect(run).toMatchObject({ status: "COMPLETED", attemptCount: 1 });
    expect(run.output).toEqual({
      ns: [1, 2, 3, 4, 5],
      errors: ["WaitpointTimeoutError", "WaitpointTimeoutError"],
    });
    expect((await tasks.logs(id)).at(-1)).toBe("resumed");
  });

  it("that came too late for code are too late for it when it runs again", async () => {
    const id = await tasks.start("impatient");
    await said(id, "asks again");
    for (const n of [1, 2]) await send(id, n);
    await tasks.waiting(id);
    await tasks.restartWorker();
    await tasks.passTime(id);
    expect(await tasks.finished(id)).toMatchObject({
      output: [false, false, 1, 2],
      attemptCount: 1,
    });
    expect(await tasks.logs(id)).toEqual(["asks again", "waits", "asks again", "waits"]);
  });

  it("that came without a wait come again without one", async () => {
    const id = await tasks.start("idle");
    await send(id, 7);
    await tasks.waiting(id);
    await tasks.restartWorker();
    await tasks.passTime(id);
    expect(await tasks.finished(id)).toMatchObject({ output: 7, attemptCount: 1 });
    expect(await tasks.logs(id)).toEqual(["soon", "soon"]);
  });
});
