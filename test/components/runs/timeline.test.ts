import { describe, expect, test } from "vitest";
import { lifecycle } from "#components/runs/lifecycle.ts";
import { logsFrom } from "#components/runs/log-levels.ts";
import { mergeTimeline } from "#components/runs/merge-timeline.ts";
import {
  axisFullAt,
  axisTicks,
  isQueueWorthShowing,
  layoutTimeline,
  matchingRows,
  visibleRows,
} from "#components/runs/timeline-layout.ts";
import { aRun, at, ms } from "#test/components/support.ts";
import type { RunEventView, RunTimelineView } from "#worker/domain/views.ts";

const transition = (
  id: string,
  atMs: number,
  status: "QUEUED" | "EXECUTING" | "FAILED",
): RunEventView => ({
  kind: "TRANSITION",
  id,
  at: at(atMs),
  status,
});

const span = (id: string, atMs: number, more: object = {}): RunEventView => ({
  kind: "SPAN",
  id: `${id}-${JSON.stringify(more)}`,
  at: at(atMs),
  attempt: 1,
  spanId: id,
  name: id,
  category: "user",
  ...more,
});

const failed = aRun({
  status: "FAILED",
  createdAt: at(0),
  startedAt: at(1_000),
  finishedAt: at(6_000),
  attemptCount: 2,
});

const twoAttempts: RunTimelineView = {
  cursor: "9",
  attempts: [
    { number: 1, status: "FAILED", startedAt: at(1_000), finishedAt: at(2_000), durationMs: 1_000 },
    { number: 2, status: "FAILED", startedAt: at(5_000), finishedAt: at(6_000), durationMs: 1_000 },
  ],
  events: [
    transition("t1", 0, "QUEUED"),
    transition("t2", 1_000, "EXECUTING"),
    span("body", 1_010, { category: "run" }),
    span("child", 1_100, { parentSpanId: "body", durationMs: 300 }),
    span("body", 1_010, { category: "run", durationMs: 900 }),
    { kind: "LOG", id: "l1", at: at(1_500), attempt: 1, level: "INFO", message: "hello" },
    transition("t3", 6_000, "FAILED"),
  ],
};

describe("layoutTimeline", () => {
  const layout = layoutTimeline({
    run: failed,
    timeline: twoAttempts,
    nowMs: ms(9_000),
    isQueueShown: true,
  });
  const row = (id: string) => layout.rows.find((one) => one.id === id);

  test("rows go depth first: run, attempts, their spans", () => {
    expect(layout.rows.map((one) => [one.id, one.depth])).toEqual([
      ["run", 0],
      ["attempt:1", 1],
      ["body", 2],
      ["child", 3],
      ["attempt:2", 1],
    ]);
  });

  test("the run's bar starts with the time in the queue", () => {
    expect(row("run")?.segments).toEqual([
      { kind: "queued", startMs: ms(0), endMs: ms(1_000) },
      { kind: "busy", startMs: ms(1_000), endMs: ms(6_000) },
    ]);
  });

  test("a retry's bar is preceded by the gap it waited", () => {
    expect(row("attempt:2")?.segments).toEqual([
      { kind: "retry", startMs: ms(2_000), endMs: ms(5_000) },
      { kind: "busy", startMs: ms(5_000), endMs: ms(6_000) },
    ]);
    expect(row("attempt:1")?.segments).toHaveLength(1);
  });

  test("a span's two reports are one bar", () => {
    expect(layout.rows[2]).toMatchObject({ startMs: ms(1_010), endMs: ms(1_910) });
  });

  test("logs leave marks on their attempt", () => {
    expect(row("attempt:1")?.logMarksMs).toEqual([ms(1_500)]);
    expect(row("attempt:2")?.logMarksMs).toEqual([]);
  });

  test("a finished axis ends where the run ends", () => {
    expect([layout.originMs, layout.endMs]).toEqual([ms(0), ms(6_000)]);
  });

  test("without queue time the axis begins with the first attempt", () => {
    const short = layoutTimeline({
      run: failed,
      timeline: twoAttempts,
      nowMs: ms(9_000),
      isQueueShown: false,
    });
    expect(short.originMs).toBe(ms(1_000));
  });

  test("closing a row hides what is below it, however deep", () => {
    const shown = visibleRows(layout.rows, new Set(["attempt:1"]));
    expect(shown.map((one) => one.id)).toEqual(["run", "attempt:1", "attempt:2"]);
  });
});

describe("an open run", () => {
  const run = aRun({ status: "EXECUTING", createdAt: at(0), startedAt: at(0) });
  const timeline: RunTimelineView = {
    cursor: "1",
    attempts: [{ number: 1, status: "EXECUTING", startedAt: at(0) }],
    events: [span("open", 100)],
  };

  test("has bars without an end", () => {
    const layout = layoutTimeline({ run, timeline, nowMs: ms(300), isQueueShown: true });
    expect(layout.rows.map((row) => row.endMs)).toEqual([undefined, undefined, undefined]);
  });

  test.each([
    [300, 1_000],
    [950, 2_000],
    [45_000, 60_000],
    [3_500_000, 7_200_000],
    [100_000_000, 172_800_000],
  ])("after %d ms the axis is %d ms long", (elapsed, expected) => {
    const layout = layoutTimeline({ run, timeline, nowMs: ms(elapsed), isQueueShown: true });
    expect(layout.endMs - layout.originMs).toBe(expected);
    expect(axisFullAt(layout)).toBeGreaterThan(ms(elapsed));
  });

  test("a span left open ends with its attempt", () => {
    const ended: RunTimelineView = {
      ...timeline,
      attempts: [{ number: 1, status: "FAILED", startedAt: at(0), finishedAt: at(500) }],
    };
    const layout = layoutTimeline({ run, timeline: ended, nowMs: ms(900), isQueueShown: true });
    expect(layout.rows.find((row) => row.id === "open")?.endMs).toBe(ms(500));
  });
});

test("spans whose parents go round in a circle or are missing do not hang", () => {
  const timeline: RunTimelineView = {
    cursor: "",
    attempts: [{ number: 1, status: "EXECUTING", startedAt: at(0) }],
    events: [
      span("a", 1, { parentSpanId: "b" }),
      span("b", 2, { parentSpanId: "a" }),
      span("c", 3, { parentSpanId: "gone" }),
    ],
  };
  const layout = layoutTimeline({
    run: aRun({ status: "EXECUTING" }),
    timeline,
    nowMs: ms(10),
    isQueueShown: true,
  });
  expect(layout.rows.map((row) => row.id)).toContain("c");
});

test("a long wait before a short run is not worth the room", () => {
  expect(isQueueWorthShowing(failed, ms(0))).toBe(true);
  const waited = { ...failed, startedAt: at(60_000), finishedAt: at(60_200) };
  expect(isQueueWorthShowing(waited, ms(0))).toBe(false);
});

test.each([
  [1, 5],
  [843, 5],
  [6_000, 4],
  [60_000, 5],
  [7_200_000, 5],
  [300_000_000, 5],
])("an axis of %d ms has at most %d steps, beginning at 0", (total, steps) => {
  const ticks = axisTicks(total);
  expect(ticks[0]).toBe(0);
  expect(ticks.length).toBeLessThanOrEqual(steps + 1);
  expect(ticks.every((tick) => tick < total)).toBe(true);
});

test("a part of an axis has round ticks as well, counted from its beginning", () => {
  expect(axisTicks(479_500, 479_300)).toEqual([479_300, 479_350, 479_400, 479_450]);
  expect(axisTicks(61_000, 2_500)).toEqual([15_000, 30_000, 45_000]);
});

test("an answer since the cursor is added once, attempts are replaced", () => {
  const known: RunTimelineView = {
    cursor: "1",
    attempts: [{ number: 1, status: "EXECUTING", startedAt: at(0) }],
    events: [transition("t1", 0, "QUEUED")],
  };
  const merged = mergeTimeline(known, {
    cursor: "2",
    attempts: [{ number: 1, status: "COMPLETED", startedAt: at(0), finishedAt: at(9) }],
    events: [transition("t1", 0, "QUEUED"), transition("t2", 5, "EXECUTING")],
  });
  expect(merged.cursor).toBe("2");
  expect(merged.attempts.map((attempt) => attempt.status)).toEqual(["COMPLETED"]);
  expect(merged.events.map((event) => event.id)).toEqual(["t1", "t2"]);
});

test("the lifecycle says how long each status lasted", () => {
  expect(lifecycle(failed, twoAttempts).map((step) => [step.label, step.lastedMs])).toEqual([
    ["Triggered", undefined],
    ["Queued", 1_000],
    ["Executing", 5_000],
    ["Failed", undefined],
  ]);
  expect(lifecycle(failed, { attempts: [], events: [], cursor: "" })).toHaveLength(2);
});

test("where the events of a run are missing, its own times tell what it did", () => {
  const queued = { attempts: [], events: [transition("t1", 0, "QUEUED")], cursor: "" };
  const run = aRun({ createdAt: at(0), startedAt: at(10), finishedAt: at(40) });
  expect(lifecycle(run, queued).map((step) => [step.label, step.lastedMs])).toEqual([
    ["Triggered", undefined],
    ["Queued", 10],
    ["Executing", 30],
    ["Completed", undefined],
  ]);
  const layout = layoutTimeline({ run, timeline: queued, nowMs: ms(90), isQueueShown: true });
  expect(layout.rows[0]?.segments.map(({ kind }) => kind)).toEqual(["queued", "busy"]);
});

test("logs are in order of time and filtered by level", () => {
  const log = (id: string, atMs: number, level: "DEBUG" | "LOG" | "WARN"): RunEventView => ({
    kind: "LOG",
    id,
    at: at(atMs),
    attempt: 1,
    level,
    message: id,
  });
  const events = [log("b", 2, "LOG"), log("a", 1, "DEBUG"), log("c", 3, "WARN")];
  expect(logsFrom(events, "DEBUG").map((one) => one.id)).toEqual(["a", "b", "c"]);
  expect(logsFrom(events, "WARN").map((one) => one.id)).toEqual(["c"]);
});

describe("runs that a run started", () => {
  const child = (id: string, status: "COMPLETED" | "FAILED") => ({
    ...aRun({
      id,
      status,
      createdAt: at(2_000),
      finishedAt: at(3_000),
      taskIdentifier: `task-${id}`,
    }),
  });
  const parent = aRun({
    ...{ status: "COMPLETED", createdAt: at(0), startedAt: at(1_000), finishedAt: at(6_000) },
    relatedRuns: { children: [child("run_a", "COMPLETED"), child("run_b", "FAILED")] },
  });
  const nothing: RunTimelineView = { attempts: [], events: [], cursor: "" };
  const rows = (known: [string, ReturnType<typeof child>[]][]) =>
    layoutTimeline({
      ...{ run: parent, timeline: nothing, nowMs: ms(7_000), isQueueShown: true },
      grandchildren: new Map(known),
    }).rows;

  test("are rows of their own, and so is what they started once it is known", () => {
    expect(rows([]).map(({ id, depth, hasChildren }) => [id, depth, hasChildren])).toEqual([
      ["run", 0, true],
      ["child:run_a", 1, true],
      ["child:run_b", 1, true],
    ]);
    const known = rows([
      ["run_a", [child("run_c", "COMPLETED")]],
      ["run_b", []],
    ]);
    expect(known.map(({ id, depth, hasChildren }) => [id, depth, hasChildren])).toEqual([
      ["run", 0, true],
      ["child:run_a", 1, true],
      ["child:run_c", 2, true],
      ["child:run_b", 1, false],
    ]);
  });

  test("are found by their name and by having failed, with what they stand in", () => {
    const all = rows([["run_a", [child("run_c", "COMPLETED")]]]);
    const ids = (text: string, errorsOnly = false) =>
      matchingRows(all, { text, errorsOnly }).map((row) => row.id);
    expect(ids("RUN_C")).toEqual(["run", "child:run_a", "child:run_c"]);
    expect(ids("", true)).toEqual(["run", "child:run_b"]);
    expect(ids("nothing")).toEqual([]);
    expect(ids("")).toHaveLength(4);
  });
});

test("ten thousand spans are laid out in a moment", () => {
  const events = Array.from({ length: 10_000 }, (_, i) =>
    span(`s${i}`, i, { durationMs: 5, ...(i % 100 && { parentSpanId: `s${i - (i % 100)}` }) }),
  );
  const timeline = { ...twoAttempts, events };
  const startedAt = performance.now();
  const { rows } = layoutTimeline({
    ...{ run: failed, timeline, nowMs: ms(7_000), isQueueShown: true },
  });
  expect(rows.length).toBe(10_003);
  // Searching all spans for each of them took seconds.
  expect(performance.now() - startedAt).toBeLessThan(5_000);
});
