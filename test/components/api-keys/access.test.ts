import { describe, expect, it } from "vitest";
import { accessText, scopesOf } from "#components/api-keys/access.ts";

const nothing = { taskIds: [], text: "" };

describe("an access", () => {
  it.each([
    ["READ", "Read only"],
    ["TRIGGER", "Trigger only"],
    ["DEPLOY", "Deploy only"],
    ["ALL", "Everything"],
  ] as const)("%s is recognised by its scopes", (access, text) => {
    const chosen = scopesOf(access, nothing);
    expect("scopes" in chosen && accessText(chosen.scopes)).toBe(text);
  });

  it("to tasks names them, and needs one", () => {
    expect(scopesOf("TASKS", nothing)).toEqual({ problem: "Choose at least one task" });
    const chosen = scopesOf("TASKS", { taskIds: ["a", "b:c"], text: "" });
    expect("scopes" in chosen && chosen.scopes).toContain("batchTrigger:tasks:b:c");
    expect("scopes" in chosen && accessText(chosen.scopes)).toBe("Tasks: a, b:c");
  });

  it("of one's own is checked, and shown as it is", () => {
    expect(scopesOf("CUSTOM", nothing)).toHaveProperty("problem");
    expect(scopesOf("CUSTOM", { taskIds: [], text: "look:runs" })).toHaveProperty(
      "problem",
      expect.stringMatching(/^look:runs must begin/),
    );
    expect(scopesOf("CUSTOM", { taskIds: [], text: "read:runs\nread:queues, " })).toEqual({
      scopes: ["read:runs", "read:queues"],
    });
    expect(accessText(["read:runs", "read:queues"])).toBe("read:runs, read:queues");
  });
});
