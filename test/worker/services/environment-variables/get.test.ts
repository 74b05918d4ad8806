import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { createWorkspace } from "#test/support/workspace.ts";
import { getVariable } from "#worker/services/environment-variables/get.ts";
import { setVariable } from "#worker/services/environment-variables/set.ts";

const database = useDatabase();

describe("getVariable", () => {
  it("gives one variable, and NOT_FOUND for what another tenant has", async () => {
    const { ctx } = await createWorkspace(database.db);
    const other = await createWorkspace(database.db);
    await setVariable(ctx, { name: "REGION", value: "eu" });
    expect(await getVariable(ctx, "REGION")).toMatchObject({
      name: "REGION",
      value: "eu",
      isSecret: false,
    });
    await expect(getVariable(other.ctx, "REGION")).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});
