import { describe, expect, test } from "vitest";
import type { FromRunner } from "#sdk/wire/protocol.ts";
import { deployedEntry } from "../support/project.ts";
import type { AttemptReport } from "../support/runner-process.ts";
import { logsOf, RunnerProcess, spansOf } from "../support/runner-process.ts";

const runner = new RunnerProcess(
  await deployedEntry({
    "lib/hooks.ts": `
      export const hooksOf = (who: string) => Object.fromEntries(["onWait", "onResume", "onCancel"].map((kind) => [
        kind,
        ({ payload, wait }: { payload: { throwIn?: string[] }; wait?: { type: string } }) => {
          console.log(who + "." + kind + (wait ? " " + wait.type : ""));
          if (payload.throwIn?.includes(who + "." + kind)) throw new Error("in " + who + "." + kind);
        },
      ]));`,
    "trigger/init.ts": `
      import { tasks } from "@pawl/sdk";
      import { hooksOf } from "../lib/hooks.ts";
      for (const [kind, fn] of Object.entries(hooksOf("g"))) Reflect.get(tasks, kind)("g", fn);`,
    "trigger/waiting.ts": `
      import { task, wait } from "@pawl/sdk";
      import { hooksOf } from "../lib/hooks.ts";
      export const waiting = task({
        id: "waiting",
        ...hooksOf("t"),
        run: async (payload: { seconds: number; throwIn?: string[]; key?: object }, { signal }) => {
          await wait.for({ seconds: payload.seconds, ...payload.key });
          console.log("after the wait");
          return signal.aborted;
        },
      });`,
  }),
);

interface Payload {
  seconds?: number;
  throwIn?: string[];
}

/** Answers like a worker: the wait is accepted, and over as soon as the run is ready to be left alone. */
async function runThroughWait(payload: Payload): Promise<AttemptReport> {
  const attemptId = runner.start("waiting", { payloadValue: { seconds: 60, ...payload } });
  const step = "run:0";
  await runner.until((message) => message.type === "wait" && message.attemptId === attemptId);
  runner.send({ type: "wait-accepted", attemptId, step });
  await runner.until((message) => message.type === "waiting" && message.attemptId === attemptId);
  runner.send({ type: "wait-over", attemptId, step, result: { kind: "DURATION" } });
  return runner.report(attemptId);
}

const said = ({ events }: AttemptReport, level: "LOG" | "WARN") =>
  logsOf(events)
    .filter((log) => log.level === level)
    .map(({ message }) => message);

const AROUND = [
  "g.onWait duration",
  "t.onWait duration",
  "g.onResume duration",
  "t.onResume duration",
  "after the wait",
];

describe("around a wait", () => {
  test("hooks run once each, globals first, inside the span of the wait", async () => {
    const report = await runThroughWait({});
    expect(report.result).toMatchObject({ ok: true });
    expect(said(report, "LOG")).toEqual(AROUND);
    const spans = spansOf(report.events).filter((span) => span.durationMs !== undefined);
    const wait = spans.find((span) => span.category === "wait");
    const hooks = spans.filter((span) => span.category === "hook");
    expect(hooks.map((span) => [span.name, span.parentSpanId])).toEqual(
      ["onWait", "onWait", "onResume", "onResume"].map((name) => [name, wait?.spanId]),
    );
  });

  test.each(["g.onWait", "t.onWait", "g.onResume", "t.onResume"])(
    "an error in %s is recorded and changes nothing",
    async (place) => {
      const report = await runThroughWait({ throwIn: [place] });
      expect(report.result).toMatchObject({ ok: true });
      expect(said(report, "LOG")).toEqual(AROUND);
      const kind = place.slice(2);
      expect(said(report, "WARN")).toEqual([`${kind} failed and was ignored. Error: in ${place}`]);
      const failed = spansOf(report.events).filter((span) => span.error !== undefined);
      expect(failed.map((span) => [span.name, span.attributes?.["from"]])).toEqual([
        [kind, place.startsWith("g") ? "global" : "task"],
      ]);
    },
  );

  test("there are none where it is short, or was over before", async () => {
    const short = await runner.run("waiting", { payloadValue: { seconds: 0 } });
    expect(said(short, "LOG")).toEqual(["after the wait"]);
    const attemptId = runner.start("waiting", { payloadValue: { seconds: 60 }, hasJournal: true });
    await runner.until((message) => message.type === "wait" && message.attemptId === attemptId);
    const result = { kind: "DURATION" } as const;
    runner.send({ type: "wait-over", attemptId, step: "run:0", result });
    expect(said(await runner.report(attemptId), "LOG")).toEqual(["after the wait"]);
  });
});

test.each([
  [
    { idempotencyKey: "k", idempotencyKeyTTL: "2h" },
    { key: "k", keyTtlMs: 7_200_000 },
  ],
  [
    { idempotencyKey: "k", idempotencyKeyTTL: "soon" },
    { key: "k", keyTtlMs: undefined },
  ],
])("a wait with %j has its key for as long as that says", async (key, target) => {
  const attemptId = runner.start("waiting", { payloadValue: { seconds: 60, key } });
  const isWait = (sent: FromRunner) => sent.type === "wait" && sent.attemptId === attemptId;
  await runner.until(isWait);
  const message = runner.messages.find(isWait);
  expect(message).toMatchObject({ wait: { target: { kind: "DURATION", ...target } } });
  runner.send({ type: "cancel", attemptId, reason: "CANCELED" });
  await runner.report(attemptId);
});

test.each(["g.onCancel", "t.onCancel"])(
  "an error in %s is recorded; the others run and the run is canceled",
  async (place) => {
    const payloadValue = { seconds: 60, throwIn: [place] };
    const attemptId = runner.start("waiting", { payloadValue });
    await runner.until((message) => message.type === "wait" && message.attemptId === attemptId);
    runner.send({ type: "cancel", attemptId, reason: "CANCELED" });
    const report = await runner.report(attemptId);
    expect(report.result).toMatchObject({ ok: false, error: { code: "TASK_RUN_CANCELLED" } });
    expect(said(report, "LOG")).toEqual(["g.onCancel", "t.onCancel"]);
    expect(said(report, "WARN")).toEqual([`onCancel failed and was ignored. Error: in ${place}`]);
  },
);
