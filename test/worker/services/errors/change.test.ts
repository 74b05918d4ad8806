import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { insertErrorGroup } from "#test/support/errors.ts";
import { createWorkspace, deployTasks } from "#test/support/workspace.ts";
import { changeError } from "#worker/services/errors/change.ts";
import { changeErrorInput } from "#worker/services/errors/schemas.ts";

const database = useDatabase();

describe("changeError", () => {
  it("resolves in the newest version, ignores for a time or for good, and opens again", async () => {
    const workspace = await createWorkspace(database.db);
    const { ctx } = workspace;
    await deployTasks(workspace, [{ id: "hello" }]);
    const id = await insertErrorGroup(ctx);
    const change = (input: object) => changeError(ctx, id, changeErrorInput.parse(input));
    expect(await change({ action: "resolve" })).toMatchObject({
      status: "RESOLVED",
      resolvedInVersion: expect.stringMatching(/^\d{8}\.1$/),
      changedBy: "the API key “Root key”",
    });
    const ignored = await change({ action: "ignore", period: "1h" });
    expect(ignored.status).toBe("IGNORED");
    expect(Date.parse(ignored.ignoredUntil ?? "")).toBeGreaterThan(Date.now() + 3_000_000);
    expect(await change({ action: "ignore" })).not.toHaveProperty("ignoredUntil");
    const open = await change({ action: "reopen" });
    expect(open.status).toBe("UNRESOLVED");
    expect(open).not.toHaveProperty("resolvedInVersion");
    expect(changeErrorInput.safeParse({ action: "ignore", period: "soon" }).success).toBe(false);
  });

  it("finds nobody else's, and is not for those who only read", async () => {
    const mine = await createWorkspace(database.db);
    const other = await createWorkspace(database.db);
    const id = await insertErrorGroup(mine.ctx);
    const resolve = { action: "resolve" } as const;
    await expect(changeError(other.ctx, id, resolve)).rejects.toMatchObject({ code: "NOT_FOUND" });
    const viewer = await mine.asMember("VIEWER");
    await expect(changeError(viewer, id, resolve)).rejects.toMatchObject({ code: "FORBIDDEN" });
  });
});
