import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { createWorkspace } from "#test/support/workspace.ts";
import { listVariables } from "#worker/services/environment-variables/list.ts";
import { loadVariables } from "#worker/services/environment-variables/load.ts";
import { setVariable } from "#worker/services/environment-variables/set.ts";

const database = useDatabase();

describe("listVariables", () => {
  it("never shows a secret again, but gives it to tasks, and stores it encrypted", async () => {
    const { ctx } = await createWorkspace(database.db);
    await setVariable(ctx, { name: "STRIPE", value: "sk_live_1", isSecret: true });
    await setVariable(ctx, { name: "STRIPE", value: "sk_live_2" });
    expect(await listVariables(ctx)).toMatchObject([
      { name: "STRIPE", value: "<redacted>", isSecret: true },
    ]);
    expect(await loadVariables(ctx, ctx.environment.id, 0)).toMatchObject({ STRIPE: "sk_live_2" });
    const row = await database.db.prisma.environmentVariable.findFirstOrThrow({
      where: { environmentId: ctx.environment.id },
    });
    expect(Buffer.from(row.valueEncrypted).toString("latin1")).not.toContain("sk_live");
  });

  it("says who wrote a variable last, and when", async () => {
    const workspace = await createWorkspace(database.db);
    await setVariable(await workspace.asMember("DEVELOPER"), { name: "A", value: "1" });
    expect(await listVariables(workspace.ctx)).toMatchObject([
      { updatedBy: "DEVELOPER", updatedAt: expect.stringMatching(/Z$/) },
    ]);
    await setVariable(workspace.ctx, { name: "A", value: "2" });
    expect(await listVariables(workspace.ctx)).toMatchObject([
      { updatedBy: "the API key “Root key”" },
    ]);
  });

  it("shows one environment, and nothing to viewers and read-only keys", async () => {
    const one = await createWorkspace(database.db);
    const other = await createWorkspace(database.db);
    await setVariable(one.ctx, { name: "A", value: "1" });
    expect(await listVariables(other.ctx)).toEqual([]);
    const viewer = await one.asMember("VIEWER");
    await expect(listVariables(viewer)).rejects.toMatchObject({ code: "FORBIDDEN" });
    const reader = one.as({ kind: "apiKey", apiKeyId: "x", scopes: ["read"] });
    await expect(setVariable(reader, { name: "A", value: "2" })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
  });
});
