import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { createWorkspace, type Workspace } from "#test/support/workspace.ts";
import { changeVariables } from "#worker/services/environment-variables/change.ts";

const database = useDatabase();

async function versionOf({ ctx }: Workspace): Promise<number> {
  const { id } = ctx.environment;
  const row = await database.db.prisma.environment.findUniqueOrThrow({ where: { id } });
  return row.variablesVersion;
}

describe("changeVariables", () => {
  it("raises the version with the change, and not without it", async () => {
    const workspace = await createWorkspace(database.db);
    await changeVariables(workspace.ctx, async () => {});
    expect(await versionOf(workspace)).toBe(1);
    const failed = changeVariables(workspace.ctx, () => Promise.reject(new Error("no")));
    await expect(failed).rejects.toThrow("no");
    expect(await versionOf(workspace)).toBe(1);
  });

  it("counts every one of many changes at once", async () => {
    const workspace = await createWorkspace(database.db);
    await Promise.all(
      Array.from({ length: 5 }, () => changeVariables(workspace.ctx, async () => {})),
    );
    expect(await versionOf(workspace)).toBe(5);
  });

  it("refuses a viewer and a key that may only read", async () => {
    const workspace = await createWorkspace(database.db);
    const reader = workspace.as({ kind: "apiKey", apiKeyId: "x", scopes: ["read"] });
    for (const ctx of [reader, await workspace.asMember("VIEWER")]) {
      const change = changeVariables(ctx, async () => {});
      await expect(change).rejects.toMatchObject({ code: "FORBIDDEN" });
    }
  });
});
