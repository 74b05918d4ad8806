import { beforeEach, describe, expect, test, vi } from "vitest";
import { EventBuffer } from "#sdk/runner/event-buffer.ts";
import type { RunnerEvent } from "#sdk/wire/protocol.ts";

const log = (message: string): RunnerEvent => ({ kind: "log", at: 0, level: "LOG", message });

let batches: string[][];
/** Lets the batch under way be sent. */
let deliver: () => void;
let buffer: EventBuffer;

beforeEach(() => {
  batches = [];
  buffer = new EventBuffer((events) => {
    batches.push(events.map((event) => (event.kind === "log" ? event.message : event.name)));
    return new Promise((resolve) => {
      deliver = resolve;
    });
  });
});

describe("the event buffer", () => {
  test("waits 50 ms for more", () => {
    vi.useFakeTimers();
    buffer.add(log("a"));
    buffer.add(log("b"));
    vi.advanceTimersByTime(49);
    expect(batches).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(batches).toEqual([["a", "b"]]);
    vi.useRealTimers();
  });

  test("sends 100 events, or 64 KiB, at once", () => {
    for (let i = 0; i < 100; i++) buffer.add(log("x"));
    expect(batches.map((batch) => batch.length)).toEqual([100]);
  });

  test("tells a span once that ends before its beginning was sent", async () => {
    const span = (spanId: string, durationMs?: number): RunnerEvent => ({
      kind: "span",
      at: 0,
      spanId,
      name: durationMs === undefined ? `${spanId} opens` : `${spanId} ends`,
      category: "user",
      durationMs,
    });
    for (const event of [span("long"), log("in between"), span("short"), span("short", 1)]) {
      buffer.add(event);
    }
    const drained = buffer.drain();
    deliver();
    await drained;
    buffer.add(span("long", 2));
    void buffer.drain();
    expect(batches).toEqual([["long opens", "in between", "short ends"], ["long ends"]]);
  });

  test("gives the last batch to whoever takes it along, after sending those before", async () => {
    for (let i = 0; i < 250; i++) buffer.add(log("x"));
    const last = buffer.takeLast();
    for (let sent = 0; sent < 2; sent++) {
      deliver();
      await new Promise(setImmediate);
    }
    expect((await last).length).toBe(50);
    expect(batches.map((batch) => batch.length)).toEqual([100, 100]);
  });

  test("has one batch under way; the rest waits in batches of its own", async () => {
    for (let i = 0; i < 100; i++) buffer.add(log("first"));
    const large = "y".repeat(40 * 1024);
    for (let i = 0; i < 3; i++) buffer.add(log(large));
    expect(batches).toHaveLength(1);
    const drained = buffer.drain();
    for (const sent of [2, 3, 4]) {
      deliver();
      await vi.waitFor(() => expect(batches).toHaveLength(sent));
    }
    deliver();
    await drained;
    expect(batches.map((batch) => batch.length)).toEqual([100, 1, 1, 1]);
  });

  test("drops what no memory would hold, and says how much", async () => {
    const large = "z".repeat(1024 * 1024);
    for (let i = 0; i < 40; i++) buffer.add(log(large));
    const drained = buffer.drain().then(() => "drained");
    let outcome: string | undefined;
    void drained.then((value) => {
      outcome = value;
    });
    await vi.waitFor(
      () => {
        deliver();
        expect(outcome).toBe("drained");
      },
      { interval: 1, timeout: 5_000 },
    );
    const messages = batches.flat();
    const notice = messages.filter((message) => message.includes("were dropped"));
    expect(notice).toHaveLength(1);
    const dropped = Number(notice[0]?.split(" ")[0]);
    expect(dropped).toBeGreaterThan(0);
    expect(messages.length - 1 + dropped).toBe(40);
  });

  test("hands everything over at once when the process ends", () => {
    for (let i = 0; i < 250; i++) buffer.add(log("x"));
    buffer.abandon();
    expect(batches.map((batch) => batch.length)).toEqual([100, 100, 50]);
  });
});
