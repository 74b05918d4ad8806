import { dirname } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ENTRY_POINT } from "#sdk/cli/build/bundle.ts";
import { TaskProcess } from "#worker/processes/task-process.ts";
import type { Plan } from "../support/hooked-task.ts";
import { hookedEntry } from "../support/hooked-task.ts";
import { attemptInput, logsOf } from "../support/runner-process.ts";

const processes: TaskProcess[] = [];
const THROWS: Record<string, string[]> = { "t.catchError": ["run"] };
let folder: string;
beforeAll(async () => {
  folder = dirname(await hookedEntry());
});
afterAll(() => Promise.all(processes.map((process) => process.stop())));

/** Executes one attempt in a process of its own; `said` resolves when its `run` has begun. */
async function execute(plan: Plan, maxDurationSeconds?: number) {
  const process = new TaskProcess({ folder, entryPoint: ENTRY_POINT, memoryMb: 256 });
  processes.push(process);
  await process.ready;
  const { promise: isRunning, resolve: running } = Promise.withResolvers<void>();
  const outcome = process.execute(
    attemptInput("hooked", "attempt_1", { payloadValue: plan }),
    maxDurationSeconds,
    {
      onEvents: (events) => {
        if (logsOf(events).some(({ message }) => message.startsWith("run "))) running();
      },
    },
  );
  return { process, outcome, isRunning };
}

test("a hook that never ends is ended by maxDuration, with its process", async () => {
  const places = ["g.init", "t.onStart", ">t", "g.onSuccess", "t.cleanup", "t.catchError"];
  const executions = await Promise.all(
    places.map((place) => execute({ hangIn: [place], throwIn: THROWS[place] ?? [] }, 0.3)),
  );
  for (const { outcome } of executions) expect(await outcome).toEqual({ kind: "TIMED_OUT" });
});

test("an onCancel that never ends is ended when the grace of the cancellation is over", async () => {
  const graceful = await execute({ untilCanceled: true });
  const endless = await execute({ untilCanceled: true, hangIn: ["t.onCancel"] });
  for (const { process, isRunning } of [graceful, endless]) {
    await isRunning;
    process.cancel("attempt_1", 300);
  }
  expect(await graceful.outcome).toMatchObject({ kind: "RESULT" });
  expect(await endless.outcome).toEqual({ kind: "ABANDONED" });
});
