import { describe, expect, it } from "vitest";
import { optionLabel, optionText } from "#components/tasks/option-words.ts";
import { taskOptions } from "#worker/domain/task-options.ts";

describe("the options of a task in words", () => {
  it("has a label for every option there is", () => {
    const options = taskOptions({ id: "a", filePath: "a.ts" }, { project: "p" });
    expect(options.filter(({ name }) => optionLabel(name) === name)).toEqual([]);
  });

  it("tells values in their units, and what nothing means", () => {
    const text = (name: string, value: string | number | boolean | null) =>
      optionText({ name, value, source: "TASK" });
    expect(text("maxDuration", 90)).toBe("1m\u00a030s");
    expect(text("retry.minTimeoutInMs", 500)).toBe("500\u00a0ms");
    expect(text("ttl", "1h")).toBe("1h");
    expect(text("durable", true)).toBe("Yes");
    expect(text("ttl", null)).toBe("Waits for as long as it takes");
    expect(text("maxDuration", null)).toBe("No limit");
  });
});
