import { describe, expect, it } from "vitest";
import type { DeploymentManifest, ManifestConfig, TaskManifest } from "#sdk/wire/manifest.ts";
import { DEFAULT_RETRY } from "#sdk/wire/retry.ts";
import {
  queueNameOf,
  type RunOverrides,
  resolveTaskSettings,
} from "#worker/domain/task-settings.ts";

interface Given {
  task?: Partial<TaskManifest>;
  config?: Partial<ManifestConfig>;
  overrides?: Partial<RunOverrides>;
  environment?: "DEVELOPMENT" | "STAGING" | "PRODUCTION";
}

function resolve({ task, config, overrides, environment = "PRODUCTION" }: Given, taskId = "a") {
  const manifest: DeploymentManifest = {
    sdkVersion: "1",
    runtimeVersion: "24",
    entryPoint: "index.mjs",
    config: { project: "proj_1", ...config },
    tasks: [{ id: "a", filePath: "a.ts", ...task }],
    queues: [],
  };
  const none = { maxAttempts: null, maxDurationSeconds: null, machine: null };
  return resolveTaskSettings(manifest, taskId, { ...none, ...overrides }, environment);
}

describe("resolveTaskSettings", () => {
  it("knows nothing of a task that the deployment does not have", () => {
    expect(resolve({}, "b")).toBeUndefined();
  });

  it("gives every task the default retry and machine, and no maxDuration", () => {
    expect(resolve({})).toEqual({
      task: { id: "a", filePath: "a.ts" },
      retry: DEFAULT_RETRY,
      retriesEnabled: true,
      machine: "small-1x",
      isDurable: false,
      maxDurationSeconds: undefined,
    });
  });

  it("takes the retry field by field: trigger over task over config over default", () => {
    const given: Given = {
      config: { retries: { default: { maxAttempts: 9, factor: 3, randomize: false } } },
      task: { retry: { maxAttempts: 5, minTimeoutInMs: 7 } },
    };
    expect(resolve(given)?.retry).toEqual({
      maxAttempts: 5,
      factor: 3,
      minTimeoutInMs: 7,
      maxTimeoutInMs: DEFAULT_RETRY.maxTimeoutInMs,
      randomize: false,
    });
    expect(resolve({ ...given, overrides: { maxAttempts: 2 } })?.retry).toMatchObject({
      maxAttempts: 2,
      factor: 3,
      minTimeoutInMs: 7,
    });
  });

  it("takes a maxDuration that no timer can hold for none, over the config's", () => {
    const given: Given = { config: { maxDuration: 60 }, task: { maxDuration: 2_147_483_647 } };
    expect(resolve(given)?.maxDurationSeconds).toBeUndefined();
    expect(resolve({ task: { maxDuration: 2_147_483 } })?.maxDurationSeconds).toBe(2_147_483);
  });

  it("takes machine and maxDuration from the trigger, else the task, else the config", () => {
    const config = { machine: "micro", maxDuration: 60 } as const;
    const task = { machine: "small-2x", maxDuration: 30 } as const;
    const overrides = { machine: "large-1x", maxDurationSeconds: 10 };
    expect(resolve({ config, task, overrides })).toMatchObject({
      machine: "large-1x",
      maxDurationSeconds: 10,
    });
    expect(resolve({ config, task })).toMatchObject({
      machine: "small-2x",
      maxDurationSeconds: 30,
    });
    expect(resolve({ config })).toMatchObject({ machine: "micro", maxDurationSeconds: 60 });
  });

  it("passes over a machine that is no preset any more", () => {
    expect(
      resolve({ overrides: { machine: "gone-1x" }, task: { machine: "micro" } }),
    ).toMatchObject({ machine: "micro" });
  });

  it("switches retries off in development alone, and only when asked to", () => {
    const off: Given = { config: { retries: { enabledInDev: false } } };
    expect(resolve({ ...off, environment: "DEVELOPMENT" })?.retriesEnabled).toBe(false);
    expect(resolve({ ...off, environment: "STAGING" })?.retriesEnabled).toBe(true);
    expect(resolve({ environment: "DEVELOPMENT" })?.retriesEnabled).toBe(true);
  });
});

describe("queueNameOf", () => {
  it("is the task's own queue unless its code names one", () => {
    expect(queueNameOf({ id: "a", filePath: "a.ts" })).toBe("task/a");
    expect(queueNameOf({ id: "a", filePath: "a.ts", queue: { concurrencyLimit: 1 } })).toBe(
      "task/a",
    );
    expect(queueNameOf({ id: "a", filePath: "a.ts", queue: { name: "shared" } })).toBe("shared");
  });

  it("names the machine for what ran out of memory, the task's over the config's", () => {
    const named = (machine: "large-1x" | "large-2x") => ({ outOfMemory: { machine } });
    const config = { retries: { default: named("large-1x") } };
    expect(resolve({ config })?.outOfMemoryMachine).toBe("large-1x");
    const task = { retry: named("large-2x") };
    expect(resolve({ config, task })?.outOfMemoryMachine).toBe("large-2x");
  });
});
