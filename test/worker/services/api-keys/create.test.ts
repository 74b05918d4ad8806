import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { later } from "#test/support/runs.ts";
import { createWorkspace } from "#test/support/workspace.ts";
import { authenticateApiKey } from "#worker/services/api-keys/authenticate.ts";
import { createApiKey, deniedScopes } from "#worker/services/api-keys/create.ts";
import { listApiKeys } from "#worker/services/api-keys/list.ts";
import { revealApiKey } from "#worker/services/api-keys/reveal.ts";

const database = useDatabase();
const reader = { name: "CI", scopes: ["read"] };

describe("createApiKey", () => {
  it("makes a key that does what its scopes say, until it expires, and is not shown again", async () => {
    const workspace = await createWorkspace(database.db);
    const developer = await workspace.asMember("DEVELOPER");
    const expiresAt = new Date(Date.now() + 60_000);
    const { id, secret } = await createApiKey(developer, { ...reader, expiresAt });
    expect(secret).toMatch(/^tr_dev_sk_[A-Za-z0-9]{24}$/);
    expect(await authenticateApiKey(developer, secret)).toMatchObject({
      actor: { kind: "apiKey", scopes: ["read"] },
      environment: { id: developer.environment.id },
    });
    expect(await authenticateApiKey(later(developer, 61_000), secret)).toBeNull();
    const keys = await listApiKeys(developer);
    expect(keys[1]).toMatchObject({
      id,
      name: "CI",
      masked: `tr_dev_sk_…${secret.slice(-4)}`,
      scopes: ["read"],
      createdBy: "DEVELOPER",
      lastUsedAt: expect.stringMatching(/Z$/),
      expiresAt: expiresAt.toISOString(),
    });
    expect(JSON.stringify(keys)).not.toContain(secret);
    await expect(revealApiKey(developer, id)).rejects.toMatchObject({ code: "NOT_FOUND" });
    const row = await database.db.prisma.apiKey.findFirstOrThrow({ where: { name: "CI" } });
    expect(developer.keyring.open(row.keyEncrypted)).toBe("");
  });

  it("is for those who administer keys, who hand out no more than they have", async () => {
    const workspace = await createWorkspace(database.db);
    const keeper = workspace.as({
      kind: "apiKey",
      apiKeyId: "x",
      scopes: ["admin:apiKeys", "read:runs"],
    });
    const refused = [
      createApiKey(await workspace.asMember("VIEWER"), reader),
      createApiKey(workspace.as({ kind: "apiKey", apiKeyId: "x", scopes: ["read"] }), reader),
      createApiKey(keeper, { name: "All", scopes: ["admin"] }),
      createApiKey(keeper, { name: "Two", scopes: ["read:runs", "write:runs"] }),
    ];
    for (const one of refused) await expect(one).rejects.toMatchObject({ code: "FORBIDDEN" });
    expect(deniedScopes(keeper, ["read:runs:run_1", "write:runs"])).toEqual(["write:runs"]);
    const token = workspace.as({ kind: "publicToken", scopes: ["read:runs"] });
    expect(deniedScopes(token, ["read:runs"])).toEqual(["read:runs"]);
    const past = createApiKey(workspace.ctx, { ...reader, expiresAt: new Date(0) });
    await expect(past).rejects.toMatchObject({ code: "VALIDATION" });
  });
});
