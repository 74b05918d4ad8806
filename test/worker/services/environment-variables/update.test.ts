import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { createWorkspace } from "#test/support/workspace.ts";
import { getVariable } from "#worker/services/environment-variables/get.ts";
import { loadVariables } from "#worker/services/environment-variables/load.ts";
import { setVariable } from "#worker/services/environment-variables/set.ts";
import { updateVariable } from "#worker/services/environment-variables/update.ts";

const database = useDatabase();

describe("updateVariable", () => {
  it("changes a variable that exists and creates none", async () => {
    const { ctx } = await createWorkspace(database.db);
    await setVariable(ctx, { name: "REGION", value: "eu" });
    await updateVariable(ctx, { name: "REGION", value: "asia" });
    expect((await getVariable(ctx, "REGION")).value).toBe("asia");
    await expect(updateVariable(ctx, { name: "OTHER", value: "x" })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
  });

  it("makes a variable secret and keeps its value for tasks", async () => {
    const { ctx } = await createWorkspace(database.db);
    await setVariable(ctx, { name: "KEY", value: "1" });
    await updateVariable(ctx, { name: "KEY", isSecret: true });
    expect(await getVariable(ctx, "KEY")).toMatchObject({ value: "<redacted>", isSecret: true });
    expect(await loadVariables(ctx, ctx.environment.id, 0)).toMatchObject({ KEY: "1" });
  });

  it("refuses another tenant and a key that may only read", async () => {
    const one = await createWorkspace(database.db);
    const other = await createWorkspace(database.db);
    await setVariable(one.ctx, { name: "REGION", value: "eu" });
    const change = { name: "REGION", value: "x" };
    await expect(updateVariable(other.ctx, change)).rejects.toMatchObject({ code: "NOT_FOUND" });
    const reader = one.as({ kind: "apiKey", apiKeyId: "x", scopes: ["read"] });
    await expect(updateVariable(reader, change)).rejects.toMatchObject({ code: "FORBIDDEN" });
    expect((await getVariable(one.ctx, "REGION")).value).toBe("eu");
  });
});
