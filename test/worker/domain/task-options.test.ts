import { describe, expect, it } from "vitest";
import { taskOptions } from "#worker/domain/task-options.ts";

const task = { id: "hello", filePath: "trigger/hello.ts" };
const config = { project: "proj_a" };

function read(...given: Parameters<typeof taskOptions>): Record<string, string> {
  return Object.fromEntries(
    taskOptions(...given).map(({ name, value, source }) => [name, `${value} ${source}`]),
  );
}

describe("taskOptions", () => {
  it("tells the defaults of a task that sets nothing", () => {
    expect(read(task, config)).toEqual({
      "queue.name": "task/hello DEFAULT",
      machine: "small-1x DEFAULT",
      maxDuration: "null DEFAULT",
      ttl: "null DEFAULT",
      "retry.maxAttempts": "3 DEFAULT",
      "retry.factor": "2 DEFAULT",
      "retry.minTimeoutInMs": "1000 DEFAULT",
      "retry.maxTimeoutInMs": "60000 DEFAULT",
      "retry.randomize": "true DEFAULT",
      "retry.outOfMemory.machine": "null DEFAULT",
      "retries.enabledInDev": "true DEFAULT",
      durable: "false DEFAULT",
      processKeepAlive: "true DEFAULT",
      maxExecutionsPerProcess: "null DEFAULT",
      logLevel: "info DEFAULT",
    });
  });

  it("puts the task's own above the config's, field by field", () => {
    expect(
      read(
        {
          ...task,
          queue: { name: "mail" },
          machine: "micro",
          durable: true,
          retry: { maxAttempts: 5, randomize: false, outOfMemory: { machine: "large-1x" } },
        },
        {
          ...config,
          machine: "medium-1x",
          ttl: "1h",
          processKeepAlive: false,
          logLevel: "debug",
          retries: { enabledInDev: false, default: { maxAttempts: 2, factor: 3 } },
        },
      ),
    ).toMatchObject({
      "queue.name": "mail TASK",
      machine: "micro TASK",
      ttl: "1h CONFIG",
      durable: "true TASK",
      "retry.maxAttempts": "5 TASK",
      "retry.factor": "3 CONFIG",
      "retry.randomize": "false TASK",
      "retry.outOfMemory.machine": "large-1x TASK",
      "retries.enabledInDev": "false CONFIG",
      processKeepAlive: "false CONFIG",
      logLevel: "debug CONFIG",
    });
  });
});
