import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { createWorkspace } from "#test/support/workspace.ts";
import { listVariables } from "#worker/services/environment-variables/list.ts";
import {
  createVariableInput,
  importVariablesInput,
} from "#worker/services/environment-variables/schemas.ts";
import { setVariable, setVariables } from "#worker/services/environment-variables/set.ts";

const database = useDatabase();

describe("setVariable", () => {
  it("creates and overwrites", async () => {
    const { ctx } = await createWorkspace(database.db);
    await setVariable(ctx, { name: "REGION", value: "eu" });
    await setVariable(ctx, { name: "REGION", value: "us" });
    expect(await listVariables(ctx)).toMatchObject([
      { name: "REGION", value: "us", isSecret: false },
    ]);
  });

  it("keeps a secret secret, whatever a later value says", async () => {
    const { ctx } = await createWorkspace(database.db);
    await setVariable(ctx, { name: "KEY", value: "1", isSecret: true });
    await setVariable(ctx, { name: "KEY", value: "2", isSecret: false });
    expect(await listVariables(ctx)).toMatchObject([{ value: "<redacted>", isSecret: true }]);
  });

  it("keep their value when an import does not override", async () => {
    const { ctx } = await createWorkspace(database.db);
    await setVariable(ctx, { name: "A", value: "1" });
    const both = [
      { name: "A", value: "2" },
      { name: "B", value: "2" },
    ];
    await setVariables(ctx, both, { override: false });
    expect((await listVariables(ctx)).map(({ value }) => value)).toEqual(["1", "2"]);
    await setVariables(ctx, both, { override: true });
    expect((await listVariables(ctx)).map(({ value }) => value)).toEqual(["2", "2"]);
  });

  it("have names that a shell could set, and none of ours", () => {
    for (const name of ["1A", "A-B", "", "TRIGGER_SECRET_KEY", "NODE_OPTIONS"]) {
      expect(createVariableInput.safeParse({ name, value: "x" }).success).toBe(false);
      expect(importVariablesInput.safeParse({ variables: { [name]: "x" } }).success).toBe(false);
    }
    expect(createVariableInput.safeParse({ name: "_a1", value: "" }).success).toBe(true);
  });
});
