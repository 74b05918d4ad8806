import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { at } from "#test/support/runs.ts";
import { createWorkspace, systemContext, type Workspace } from "#test/support/workspace.ts";
import { authenticateApiKey } from "#worker/services/api-keys/authenticate.ts";

const database = useDatabase();
const start = new Date("2026-05-06T07:08:09.010Z");

function msLater(ms: number): Date {
  return new Date(start.getTime() + ms);
}

async function keyOf({ ctx }: Workspace) {
  const where = { environmentId: ctx.environment.id };
  return ctx.db.prisma.apiKey.findFirstOrThrow({ where });
}

describe("authenticateApiKey", () => {
  it("knows the environment and the rights of a secret key", async () => {
    const workspace = await createWorkspace(database.db, { slug: "staging" });
    const key = await keyOf(workspace);
    expect(await authenticateApiKey(systemContext(database.db), workspace.secretKey)).toEqual({
      actor: { kind: "apiKey", apiKeyId: key.id, scopes: ["admin"] },
      environment: workspace.ctx.environment,
    });
  });

  it("does not know a key that is not there, nor one with a letter changed", async () => {
    const { secretKey } = await createWorkspace(database.db);
    const ctx = systemContext(database.db);
    expect(await authenticateApiKey(ctx, "tr_dev_nonsense")).toBeNull();
    expect(await authenticateApiKey(ctx, `${secretKey}x`)).toBeNull();
    expect(await authenticateApiKey(ctx, "")).toBeNull();
  });

  it("refuses a key from the moment it expires, though it was just seen", async () => {
    const workspace = await createWorkspace(database.db);
    const { id } = await keyOf(workspace);
    const data = { expiresAt: msLater(1_000) };
    await database.db.prisma.apiKey.update({ where: { id }, data });
    const ctx = systemContext(database.db);
    expect(await authenticateApiKey(at(ctx, msLater(999)), workspace.secretKey)).not.toBeNull();
    expect(await authenticateApiKey(at(ctx, msLater(1_000)), workspace.secretKey)).toBeNull();
  });

  it("remembers for two seconds when a key was used, to the minute", async () => {
    const workspace = await createWorkspace(database.db);
    const ctx = systemContext(database.db);
    const use = (ms: number) => authenticateApiKey(at(ctx, msLater(ms)), workspace.secretKey);
    await use(0);
    expect((await keyOf(workspace)).lastUsedAt).toEqual(start);
    await use(30_000);
    expect((await keyOf(workspace)).lastUsedAt).toEqual(start);
    await use(61_000);
    expect((await keyOf(workspace)).lastUsedAt).toEqual(msLater(61_000));
  });

  it("notices within two seconds that a key is gone", async () => {
    const workspace = await createWorkspace(database.db);
    const ctx = systemContext(database.db);
    const use = (ms: number) => authenticateApiKey(at(ctx, msLater(ms)), workspace.secretKey);
    expect(await use(0)).not.toBeNull();
    await database.db.prisma.apiKey.delete({ where: { id: (await keyOf(workspace)).id } });
    expect(await use(1_999)).not.toBeNull();
    expect(await use(2_000)).toBeNull();
  });
});
