import { describe, expect, it } from "vitest";
import { deploymentInput } from "#worker/services/deployments/schemas.ts";

function parse(changes: { task?: object; config?: object; manifest?: object; path?: string }) {
  return deploymentInput.safeParse({
    manifest: {
      sdkVersion: "0.1.0",
      runtimeVersion: "24.0.0",
      entryPoint: "index.mjs",
      config: { project: "proj_1", ...changes.config },
      tasks: [{ id: "a", filePath: "a.ts", ...changes.task }],
      queues: [],
      ...changes.manifest,
    },
    bundle: {
      files: [{ path: changes.path ?? "index.mjs", encoding: "utf8", contents: "" }],
    },
  });
}

describe("a rate limit", () => {
  it.each([
    { limit: 0, period: "1m" },
    { limit: 1, period: "soon" },
    { limit: 1, period: "0s" },
    { limit: 1, period: 0 },
    { limit: 1, period: "2000d" },
    { limit: 1, period: "1m", scope: "run" },
  ])("is refused as %o", (rateLimit) => {
    expect(parse({ task: { queue: { rateLimit } } }).success).toBe(false);
  });
});

describe("deploymentInput", () => {
  it("accepts everything that a task may say", () => {
    const task = {
      exportName: "a",
      description: "First",
      queue: {
        name: "mail/out-1",
        concurrencyLimit: 3,
        totalConcurrencyLimit: 9,
        rateLimit: { limit: 100, period: "1m", scope: "key" },
      },
      retry: {
        ...{ maxAttempts: 5, factor: 1.5, randomize: false },
        outOfMemory: { machine: "large-2x" },
      },
      durable: true,
      machine: "large-2x",
      maxDuration: 60,
      ttl: "10m",
      payloadSchema: { type: "object" },
    };
    const parsed = parse({ task });
    expect(parsed.data?.manifest.tasks[0]).toEqual({ id: "a", filePath: "a.ts", ...task });
  });

  it.each([
    "index.mjs",
    "a/b.c/d-e_f.js",
    "node_modules/@scope/x/index.js",
    "app/[id]/(group)/~x+y$z.ts",
    "..hidden/file",
    "a/...b",
  ])("accepts the path %s", (path) => {
    expect(parse({ path }).success).toBe(true);
  });

  it.each([
    "/etc/passwd",
    "../up",
    "a/../../up",
    "a/..",
    "./a",
    "a/./b",
    "C:\\x",
    "a\\..\\b",
    "a\0b",
    "a b",
    "",
  ])("refuses the path %j, which leads out of the folder", (path) => {
    expect(parse({ path }).error?.issues[0]?.message).toContain("not a path inside the bundle");
  });

  it.each([
    [{ manifest: { tasks: [] } }, "has no task"],
    [{ task: { machine: "huge" } }, "machine preset such as small-1x"],
    [{ task: { ttl: "soon" } }, "such as 10m"],
    [{ task: { ttl: 1e15 } }, "<=3153600000"],
    [{ task: { maxDuration: 4 } }, ">=5"],
    [{ task: { id: "" } }, ">=1"],
    [{ task: { queue: { name: "a b" } } }, "letters, digits, _ - and /"],
    [{ config: { logLevel: "loud" } }, "Invalid option"],
  ])("refuses %j", (changes, message) => {
    expect(parse(changes).error?.issues[0]?.message).toContain(message);
  });
});
