import { afterEach, describe, expect, test } from "vitest";
import { startApiServer } from "../../support/api-server.ts";
import { deployedEntry } from "../../support/project.ts";
import { RunnerProcess, spansOf } from "../../support/runner-process.ts";

const server = await startApiServer();
afterEach(() => server.reset());

const runner = new RunnerProcess(
  await deployedEntry({
    "trigger/parent.ts": `
      import { batch, logger, task, tasks } from "@pawl/sdk";
      export const parent = task({ id: "parent", run: () => logger.trace("ordering", async () => {
        await tasks.trigger("child", { n: 1 });
        await tasks.batchTrigger("child", [{ payload: 1 }, { payload: 2 }]);
      }) });
      export const waiter = task({ id: "waiter", run: async () => {
        const result = await tasks.triggerAndWait("child", undefined);
        return result.ok;
      } });`,
  }),
);

const run = (task: string) =>
  runner.start(task, {
    filePath: "trigger/parent.ts",
    env: { TRIGGER_API_URL: server.url, TRIGGER_SECRET_KEY: "tr_dev_key" },
  });

describe("what a run triggers", () => {
  test("is a span of its timeline, in whose trace the child goes on", async () => {
    server.answer(
      { body: { id: "run_child" } },
      { body: { id: "batch_1" } },
      { body: { id: "batch_1", sealed: true } },
    );
    const { events } = await runner.report(run("parent"));
    const ended = spansOf(events).filter((span) => span.durationMs !== undefined);
    const [ordering] = ended.filter((span) => span.name === "ordering");
    const triggers = ended.filter((span) => span.category === "trigger");
    expect(triggers).toMatchObject([
      {
        name: "trigger child",
        parentSpanId: ordering?.spanId,
        attributes: { taskId: "child", runId: "run_child" },
      },
      {
        name: "batchTrigger child × 2",
        parentSpanId: ordering?.spanId,
        attributes: { taskIds: "child", runCount: 2, batchId: "batch_1" },
      },
    ]);
    const [one, many] = triggers.map(
      ({ spanId }) => `00-0af7651916cd43dd8448eb211c80319c-${spanId}-01`,
    );
    expect(server.requests.map(({ headers }) => headers.traceparent)).toEqual([one, many, many]);
  });

  test("and waits for is one span, which names the child", async () => {
    server.answer({ body: { id: "run_child" } });
    const attemptId = run("waiter");
    await runner.until((message) => message.type === "wait" && message.attemptId === attemptId);
    runner.send({
      type: "wait-over",
      attemptId,
      step: "run:0",
      result: {
        kind: "RUN",
        run: { id: "run_child", taskId: "child", ok: true, outputType: "application/json" },
      },
    });
    const { events } = await runner.report(attemptId);
    const [wait] = spansOf(events).filter(
      ({ category, durationMs }) => category === "wait" && durationMs,
    );
    expect(wait).toMatchObject({
      name: "triggerAndWait child",
      attributes: { taskId: "child", runId: "run_child" },
    });
    expect(server.requests[0]?.headers.traceparent).toContain(wait?.spanId);
    expect(spansOf(events).some((span) => span.category === "trigger")).toBe(false);
  });
});
