import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { createWorkspace } from "#test/support/workspace.ts";
import { deleteVariable } from "#worker/services/environment-variables/delete.ts";
import { listVariables } from "#worker/services/environment-variables/list.ts";
import { setVariable } from "#worker/services/environment-variables/set.ts";

const database = useDatabase();

describe("deleteVariable", () => {
  it("deletes once; a second time there is nothing", async () => {
    const { ctx } = await createWorkspace(database.db);
    await setVariable(ctx, { name: "REGION", value: "eu" });
    await deleteVariable(ctx, "REGION");
    expect(await listVariables(ctx)).toEqual([]);
    await expect(deleteVariable(ctx, "REGION")).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("refuses another tenant and a viewer", async () => {
    const one = await createWorkspace(database.db);
    const other = await createWorkspace(database.db);
    await setVariable(one.ctx, { name: "REGION", value: "eu" });
    await expect(deleteVariable(other.ctx, "REGION")).rejects.toMatchObject({ code: "NOT_FOUND" });
    const viewer = await one.asMember("VIEWER");
    await expect(deleteVariable(viewer, "REGION")).rejects.toMatchObject({ code: "FORBIDDEN" });
    expect(await listVariables(one.ctx)).toHaveLength(1);
  });
});
