import { describe, expect, it } from "vitest";
import type { TaskManifest } from "#sdk/wire/manifest.ts";
import { taskChanges } from "#worker/domain/deployment-changes.ts";

const task = (id: string, rest: Partial<TaskManifest> = {}): TaskManifest => ({
  id,
  filePath: `trigger/${id}.ts`,
  ...rest,
});

describe("taskChanges", () => {
  it("tells tasks that came, went and have other settings, by id", () => {
    const before = { tasks: [task("b", { ttl: "1h" }), task("gone"), task("same")] };
    const after = {
      tasks: [task("same"), task("b", { retry: { maxAttempts: 2 } }), task("a")],
    };
    expect(taskChanges(before, after)).toEqual([
      { task: "a", kind: "ADDED" },
      { task: "b", kind: "CHANGED", settings: ["retry", "ttl"] },
      { task: "gone", kind: "REMOVED" },
    ]);
  });

  it("does not mind the order of keys, or what is there without a value", () => {
    const one = task("a", {
      retry: { factor: 2, maxAttempts: 3 },
      payloadSchema: { a: [1, null] },
    });
    const other = task("a", {
      ...{ payloadSchema: { a: [1, null] }, machine: undefined },
      retry: { maxAttempts: 3, factor: 2, minTimeoutInMs: undefined },
    });
    expect(taskChanges({ tasks: [one] }, { tasks: [other] })).toEqual([]);
    const longer = task("a", { ...one, payloadSchema: { a: [1, 2] } });
    expect(taskChanges({ tasks: [one] }, { tasks: [longer] })).toMatchObject([
      { settings: ["payloadSchema"] },
    ]);
  });
});
