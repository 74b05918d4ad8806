import { expect, it } from "vitest";
import { parseTraceparent } from "#sdk/wire/traceparent.ts";
import { useTasks } from "#test/support/tasks.ts";
import { getTimeline } from "#worker/services/runs/get-timeline.ts";

const tasks = useTasks(`
  import { logger, task } from "@pawl/sdk";
  export const child = task({
    id: "child",
    run: async () => logger.startSpan("here").spanContext().traceId,
  });
  export const parent = task({
    id: "parent",
    run: () => logger.trace("order", async () => {
      const waited = await child.triggerAndWait().unwrap();
      await child.trigger();
      await child.batchTrigger([{ payload: undefined }, { payload: undefined }]);
      return { waited };
    }),
  });`);

const spansOf = async (runId: string) => {
  const { events } = await getTimeline(await tasks.ctx(), runId, undefined);
  return events.flatMap((event) => (event.kind === "SPAN" ? [event] : []));
};

it("one trace leads from a run to its children, and the timeline says what a cold start took", async () => {
  const id = await tasks.start("parent");
  const run = await tasks.finished(id);
  const traceId = tasks.idOf(id).replaceAll("-", "");
  expect(run).toMatchObject({ status: "COMPLETED", output: { waited: traceId } });

  const spans = await spansOf(id);
  const idOf = (name: string) => spans.find((span) => span.name === name)?.spanId;
  const children = await tasks.childrenOf(id);
  expect(children.map(({ traceParent }) => parseTraceparent(traceParent))).toEqual(
    [
      "triggerAndWait child",
      "trigger child",
      "batchTrigger child × 2",
      "batchTrigger child × 2",
    ].map((name) => ({ traceId, spanId: idOf(name), isSampled: true })),
  );
  expect(children.every(({ traceLink }) => traceLink === null)).toBe(true);

  const platform = spans.filter(
    (span) => span.category === "platform" && span.durationMs !== undefined,
  );
  expect(platform.map(({ name }) => name)).toEqual(
    expect.arrayContaining([
      "Fetched the bundle",
      "Started a process",
      "Imported trigger/tasks.ts",
    ]),
  );
  expect(platform.every((span) => span.parentSpanId === undefined)).toBe(true);
  expect(await tasks.statuses(id)).toEqual([
    "QUEUED",
    "DEQUEUED",
    "EXECUTING",
    "WAITING",
    "QUEUED",
    "DEQUEUED",
    "EXECUTING",
    "COMPLETED",
  ]);
});
