import { describe, expect, it } from "vitest";
import type { RunnerEvent } from "#sdk/wire/protocol.ts";
import { limitEvents } from "#worker/jobs/limit-events.ts";

function log(message: string): RunnerEvent {
  return { kind: "log", at: 1, level: "LOG", message };
}

function limited() {
  const kept: RunnerEvent[] = [];
  let reports = 0;
  const report = limitEvents((events) => {
    reports++;
    kept.push(...events);
  });
  return { kept, report, reports: () => reports };
}

function last(events: RunnerEvent[]): string | undefined {
  const event = events.at(-1);
  return event?.kind === "log" ? event.message : undefined;
}

describe("limitEvents", () => {
  it("lets events pass as they are", () => {
    const { kept, report } = limited();
    const events = [log("a"), log("b")];
    report(events);
    report([log("c")]);
    expect(kept).toEqual([...events, log("c")]);
  });

  it("drops what comes after 20 000 entries, and says so once", () => {
    const { kept, report, reports } = limited();
    for (let batch = 0; batch < 30; batch++) report(Array.from({ length: 1000 }, () => log("x")));
    expect(kept).toHaveLength(20_002);
    expect(kept.filter((event) => event.kind === "log" && event.level === "WARN")).toHaveLength(1);
    expect(last(kept)).toMatch(/20000 entries or 16 MB; what follows is not kept/);
    const before = reports();
    report([log("late")]);
    expect(reports()).toBe(before);
  });

  it("drops what comes after 16 MB", () => {
    const { kept, report } = limited();
    const megabyte = "x".repeat(1024 * 1024);
    for (let i = 0; i < 20; i++) report([log(megabyte)]);
    expect(kept).toHaveLength(18);
    expect(last(kept)).toMatch(/what follows is not kept/);
  });

  it("counts spans by their names", () => {
    const { kept, report } = limited();
    const span: RunnerEvent = {
      kind: "span",
      at: 1,
      spanId: "1",
      name: "x".repeat(17 * 1024 * 1024),
      category: "user",
    };
    report([span, log("late")]);
    expect(kept).toHaveLength(2);
    expect(last(kept)).toMatch(/what follows is not kept/);
  });
});
