import { expect, test } from "vitest";
import { diffJson } from "#components/runs/json-diff.ts";
import { asCurl, asJsonLines, asLog, asMarkdown, asSdkCall } from "#components/runs/run-texts.ts";
import { compareSpans } from "#components/runs/span-comparison.ts";
import { aRun, at } from "#test/components/support.ts";
import type { RunTimelineView } from "#worker/domain/views.ts";

const run = aRun({
  ...{ status: "FAILED", payload: { name: "it's" }, tags: ["a"], queue: "emails" },
  error: { name: "Error", message: "boom", stackTrace: "Error: boom\n```\n    at x" },
});

test("a run as a command for a terminal, its quotes kept", () => {
  const text = asCurl(run, "http://localhost:3000");
  expect(text).toContain("http://localhost:3000/api/v1/tasks/hello-world/trigger");
  expect(text).toContain(`"name":"it'\\''s"`);
  expect(text).toContain(`"queue":{"name":"emails"}`);
});

test("a run as a call of the SDK", () => {
  expect(asSdkCall(run)).toMatch(/tasks\.trigger\("hello-world", \{/);
  expect(asSdkCall(aRun({}))).toMatch(/trigger\("hello-world", null\)/);
});

test("a run as Markdown, its fences longer than those inside", () => {
  const text = asMarkdown(run, "http://here");
  expect(text).toContain("# hello-world · run_1");
  expect(text).toContain("````\nError: boom");
  expect(text).toContain('## Payload\n\n```json\n{\n  "name": "it\'s"\n}');
});

test("a run as a file: its logs as lines of text, all its events as lines of JSON", () => {
  const timeline: RunTimelineView = {
    ...{ cursor: "", attempts: [] },
    events: [
      { kind: "TRANSITION", id: "1", at: at(0), status: "EXECUTING" },
      {
        ...{ kind: "LOG", id: "2", at: at(5), attempt: 1, level: "INFO", message: "Sent" },
        attributes: { to: "ada" },
      },
    ],
  };
  expect(asLog(timeline)).toBe('2026-03-12T14:00:00.005Z #1 INFO  Sent {"to":"ada"}\n');
  expect(
    asJsonLines(timeline)
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line)),
  ).toEqual(timeline.events);
});

test("two documents differ at their leaves", () => {
  expect(diffJson({ a: 1, b: { c: [1, 2] }, d: {} }, { a: 1, b: { c: [1, 3] }, e: null })).toEqual([
    { path: "b.c[1]", before: "2", after: "3" },
    { path: "d", before: "{}", after: undefined },
    { path: "e", before: undefined, after: "null" },
  ]);
  expect(diffJson(undefined, "x")).toEqual([{ path: "(whole)", before: undefined, after: '"x"' }]);
});

test("spans are compared by name, the greatest change first", () => {
  const timeline = (spans: [string, number][]): RunTimelineView => ({
    ...{ cursor: "", attempts: [{ number: 1, status: "COMPLETED", startedAt: at(0) }] },
    events: spans.map(([name, durationMs], i) => ({
      ...{ kind: "SPAN", id: `${i}`, at: at(i), attempt: 1, spanId: `s${i}`, name },
      ...{ category: "user", durationMs },
    })),
  });
  const after = timeline([
    ["a", 10],
    ["b", 50],
    ["b", 50],
    ["new", 1],
  ]);
  const before = timeline([
    ["a", 11],
    ["b", 10],
  ]);
  expect(compareSpans(after, before)).toEqual([
    { name: "new", before: undefined, after: 1 },
    { name: "b", before: 10, after: 100 },
    { name: "a", before: 11, after: 10 },
  ]);
});
