import { expect, test } from "vitest";
import { streams, task } from "#sdk/index.ts";
import { runTask } from "#sdk/testing/index.ts";

const chat = streams.input<string>({ id: "chat" });

const reads = task({
  id: "reads-input",
  run: async () => {
    const first = await chat.once().unwrap();
    const second = await chat.wait().unwrap();
    const third = await chat.waitWithIdleTimeout({ idleTimeoutInSeconds: 1 });
    const late = await chat.wait({ timeout: "2d" });
    await chat.send("run_of_somebody", "hello");
    return [first, second, third.ok && third.output, late.ok];
  },
});

test("what is sent into a run in a test is read in every way, and time passes for what is not", async () => {
  const run = await runTask(reads, undefined, { inputs: { chat: ["a", "b", "c"] } });
  expect(run).toMatchObject({ ok: true, output: ["a", "b", "c", false] });
  expect(run.elapsedMs).toBeGreaterThanOrEqual(2 * 86_400_000);
});

test("an input stream outside of a run only sends", () => {
  expect(() => chat.peek()).toThrow("inside a task's run");
  expect(() => chat.on(() => {})).toThrow("inside a task's run");
});
