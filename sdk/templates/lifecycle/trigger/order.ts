import { logger, metadata, queue, tags, task, tasks, usage } from "@pawl/sdk";
import { say, sayer } from "../lib/say.ts";

export const orders = queue({
  name: "orders",
  concurrencyLimit: 5,
  totalConcurrencyLimit: 20,
  rateLimit: { limit: 1_000, period: "1m" },
});

export interface Order {
  /** What becomes of the run. */
  ends: "well" | "badly" | "canceled";
}

/** Every option and every hook of a task. Its first attempt always fails. */
export const order = task({
  id: "order",
  description: "Says in which order everything is called.",
  retry: {
    maxAttempts: 2,
    factor: 1,
    minTimeoutInMs: 50,
    maxTimeoutInMs: 100,
    randomize: false,
    outOfMemory: { machine: "small-2x" },
  },
  queue: orders,
  machine: { preset: "micro" },
  maxDuration: 60,
  ttl: "10m",
  jsonSchema: {
    type: "object",
    properties: { ends: { enum: ["well", "badly", "canceled"] } },
    required: ["ends"],
  },
  init: async () => {
    say("task", "init");
    return { from: "task" };
  },
  onStart: sayer("task", "onStart"),
  onStartAttempt: sayer("task", "onStartAttempt"),
  onWait: sayer("task", "onWait"),
  onResume: sayer("task", "onResume"),
  run: async ({ ends }: Order, { ctx, init, signal }) => {
    say("task", `run ${ctx.attempt.number}, init of ${init.from}`);
    tasks.onComplete("this run", sayer("this run", "onComplete"));
    if (ends === "canceled") return untilAborted(signal);
    if (ctx.attempt.number === 1 || ends === "badly") throw new RangeError("It went wrong");
    logger.info("Structured", { attempt: ctx.attempt.number });
    await tags.add("example");
    metadata.set("steps", []).append("steps", "prepared").increment("count");
    const { result } = await usage.measure(() => logger.trace("working", async () => "worked"));
    metadata.append("steps", result);
    await metadata.flush();
    return { at: new Date(0), steps: new Set(["prepared", result]) };
  },
  // Hooks that take parameters stand behind run, so that payload and output have their types in them.
  middleware: async ({ next }) => {
    say("task", "middleware opens");
    await next();
    say("task", "middleware closes");
  },
  catchError: async ({ retryDelayInMs }) =>
    say("task", `catchError, ${retryDelayInMs === undefined ? "the last" : "retried"}`),
  onSuccess: async ({ output }) => say("task", `onSuccess, ${output.steps.size} steps`),
  onFailure: async ({ error }) => say("task", `onFailure, ${String(error)}`),
  onComplete: async ({ result }) => say("task", `onComplete, ${result.ok ? "ok" : "not ok"}`),
  onCancel: async ({ runPromise }) => {
    say("task", "onCancel");
    say("task", `run gave ${JSON.stringify(await runPromise)}`);
  },
  cleanup: sayer("task", "cleanup"),
});

async function untilAborted(signal: AbortSignal) {
  await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve()));
  return { at: new Date(0), steps: new Set<string>() };
}
