import { expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { createWorkspace } from "#test/support/workspace.ts";
import { authorizeSelection } from "#worker/services/bulk-actions/authorize-selection.ts";

const database = useDatabase();

it("lets those through who may do it to each run that is selected", async () => {
  const workspace = await createWorkspace(database.db);
  const may = (scopes: string[], ...rest: ["cancel" | "replay", string[]?]) => {
    try {
      authorizeSelection(workspace.as({ kind: "apiKey", apiKeyId: "1", scopes }), ...rest);
      return true;
    } catch (error) {
      expect(error).toMatchObject({ code: "FORBIDDEN" });
      return false;
    }
  };
  expect(may(["read"], "cancel")).toBe(false);
  expect(may(["write:runs"], "cancel")).toBe(true);
  expect(may(["write:runs"], "replay")).toBe(false);
  expect(may(["write:runs", "trigger:tasks"], "replay")).toBe(true);
  expect(may(["write:tasks:a"], "cancel")).toBe(false);
  expect(may(["write:tasks:a"], "cancel", ["a"])).toBe(true);
  expect(may(["write:tasks:a"], "cancel", ["a", "b"])).toBe(false);
  expect(may(["write:tasks:a", "trigger:tasks:a"], "replay", ["a"])).toBe(true);
  const viewer = await workspace.asMember("VIEWER");
  expect(() => authorizeSelection(viewer, "cancel")).toThrow(/role/);
});
