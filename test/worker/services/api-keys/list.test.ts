import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { later } from "#test/support/runs.ts";
import { createWorkspace } from "#test/support/workspace.ts";
import { friendlyId } from "#worker/domain/ids.ts";
import { authenticateApiKey } from "#worker/services/api-keys/authenticate.ts";
import { listApiKeys } from "#worker/services/api-keys/list.ts";
import { regenerateApiKey } from "#worker/services/api-keys/regenerate.ts";

const database = useDatabase();

describe("listApiKeys", () => {
  it("shows enough of a key to recognise it, and not the key", async () => {
    const { ctx, secretKey } = await createWorkspace(database.db);
    const keys = await listApiKeys(ctx);
    expect(keys).toStrictEqual([
      {
        id: expect.stringMatching(/^apikey_/),
        name: "Root key",
        masked: `tr_dev_…${secretKey.slice(-4)}`,
        isRoot: true,
        scopes: ["admin"],
        createdAt: expect.stringMatching(/Z$/),
      },
    ]);
    expect(JSON.stringify(keys)).not.toContain(secretKey);
  });

  it("says when a key was used last", async () => {
    const { ctx, secretKey } = await createWorkspace(database.db);
    await authenticateApiKey(ctx, secretKey);
    expect((await listApiKeys(ctx))[0]?.lastUsedAt).toMatch(/Z$/);
  });

  it("shows a replaced key until it expires, after the one in use", async () => {
    const { ctx } = await createWorkspace(database.db);
    const [first] = await listApiKeys(ctx);
    await regenerateApiKey(ctx, first?.id ?? "");
    const keys = await listApiKeys(ctx);
    expect(keys.map((key) => key.name)).toEqual(["Root key", "Root key (replaced)"]);
    expect(keys[1]).toMatchObject({ id: first?.id, expiresAt: expect.stringMatching(/Z$/) });
    expect(await listApiKeys(later(ctx, 25 * 3_600_000))).toHaveLength(1);
  });

  it("shows no key of another environment", async () => {
    const [mine, theirs] = await Promise.all([
      createWorkspace(database.db),
      createWorkspace(database.db),
    ]);
    const foreign = await database.db.prisma.apiKey.findFirstOrThrow({
      where: { environmentId: theirs.ctx.environment.id },
    });
    const ids = (await listApiKeys(mine.ctx)).map((key) => key.id);
    expect(ids).toHaveLength(1);
    expect(ids).not.toContain(friendlyId("apikey", foreign.id));
  });

  it("is hidden from viewers and from keys for other things", async () => {
    const workspace = await createWorkspace(database.db);
    const viewer = await workspace.asMember("VIEWER");
    const other = workspace.as({ kind: "apiKey", apiKeyId: "1", scopes: ["read:runs"] });
    await expect(listApiKeys(viewer)).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(listApiKeys(other)).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(listApiKeys(await workspace.asMember("DEVELOPER"))).resolves.toHaveLength(1);
  });
});
