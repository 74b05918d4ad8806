import { describe, expect, it } from "vitest";
import type { FromRunner } from "#sdk/wire/protocol.ts";
import { readMessage } from "#worker/processes/read-message.ts";

const attemptId = "attempt_1";
const log = { kind: "log", at: 1, level: "INFO", message: "hi", attributes: { a: 1 } } as const;
const error = { type: "STRING_ERROR", raw: "No" } as const;
const where = { spanId: "0123456789abcdef", name: "run", category: "run" } as const;
const span = { kind: "span", at: 1.5, ...where, error } as const;
const thrown = { type: "BUILT_IN_ERROR", name: "E", message: "", stackTrace: "" } as const;

const said: FromRunner[] = [
  { type: "ready", importedInMs: 1 },
  { type: "unfit" },
  { type: "exported", attemptId },
  { type: "events", attemptId, events: [log, span, { ...span, durationMs: 0, error: undefined }] },
  { type: "result", attemptId, result: { ok: true, outputType: "application/json" } },
  {
    type: "result",
    attemptId,
    result: {
      ...{ ok: false, error: thrown, retry: { delayMs: 0 } },
      lateOutput: { output: "1", outputType: "application/json" },
    },
    events: [log],
    isExporting: true,
  },
  { type: "waiting", attemptId, step: "run:0" },
  ...[
    { kind: "DURATION", until: new Date() } as const,
    { kind: "RUN", runId: "run_1" } as const,
    { kind: "BATCH", batchId: "batch_1" } as const,
    { kind: "TOKEN", tokenId: "waitpoint_1" } as const,
    { kind: "PAST" } as const,
  ].map((target) => ({
    ...{ type: "wait" as const, attemptId },
    wait: { step: "run:0", fingerprint: "f", target },
  })),
];

const events = (event: unknown) => ({ type: "events", attemptId, events: [event] });
const result = (value: unknown) => ({ type: "result", attemptId, result: value });
const wait = (target: unknown) => ({
  ...{ type: "wait", attemptId, wait: { step: "run:0", fingerprint: "f", target } },
});

const garbage: unknown[] = [
  ...[undefined, null, 1, "ready", [], {}, { type: "toString" }, { type: "started" }],
  { type: "events", events: [] },
  { type: "events", attemptId, events: {} },
  ...[null, {}, { ...log, at: Number.NaN }, { ...log, at: 1e16 }, { ...log, at: -1 }].map(events),
  ...[
    { ...log, level: "LOUD" },
    { ...log, message: 1 },
    { ...log, attributes: "a" },
  ].map(events),
  ...[
    { ...span, category: "mine" },
    { ...span, name: null },
    { ...span, spanId: 1 },
  ].map(events),
  ...[
    { ...span, durationMs: Number.POSITIVE_INFINITY },
    { ...span, error: {} },
  ].map(events),
  ...[undefined, { ok: true }, { ok: true, output: {}, outputType: "a" }, { ok: "yes" }].map(
    result,
  ),
  ...[{ ok: false }, { ok: false, error: { type: "constructor" } }].map(result),
  ...[
    { ok: false, error: thrown, retry: {} },
    { ok: false, error: { type: "STRING_ERROR" } },
  ].map(result),
  { ...result({ ok: true, outputType: "text/plain" }), events: [null] },
  { type: "waiting", attemptId },
  { type: "wait", attemptId },
  ...[null, { kind: "DURATION", until: "soon" }, { kind: "DURATION", until: new Date(0 / 0) }].map(
    wait,
  ),
  ...[{ kind: "RUN" }, { kind: "BATCH" }, { kind: "TOKEN" }, { kind: "MOON" }].map(wait),
];

describe("readMessage", () => {
  it.each(said)("takes what a runner says: $type", (message) => {
    expect(readMessage(message)).toBe(message);
  });

  it.each(garbage.map((value) => ({ value })))("takes nothing else: $value", ({ value }) => {
    expect(readMessage(value)).toBeUndefined();
  });
});
