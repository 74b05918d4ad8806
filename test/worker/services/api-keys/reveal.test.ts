import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { createWorkspace } from "#test/support/workspace.ts";
import { listApiKeys } from "#worker/services/api-keys/list.ts";
import { revealApiKey } from "#worker/services/api-keys/reveal.ts";
import type { EnvironmentContext } from "#worker/services/context.ts";

const database = useDatabase();

async function rootKeyId(ctx: EnvironmentContext): Promise<string> {
  const [key] = await listApiKeys(ctx);
  return key?.id ?? "";
}

describe("revealApiKey", () => {
  it("gives the secret itself", async () => {
    const { ctx, secretKey } = await createWorkspace(database.db);
    expect(await revealApiKey(ctx, await rootKeyId(ctx))).toBe(secretKey);
  });

  it("does not find the key of another environment, or a text that is no id", async () => {
    const [mine, theirs] = await Promise.all([
      createWorkspace(database.db),
      createWorkspace(database.db),
    ]);
    for (const id of [await rootKeyId(theirs.ctx), "apikey_1", ""]) {
      await expect(revealApiKey(mine.ctx, id)).rejects.toMatchObject({ code: "NOT_FOUND" });
    }
  });

  it("is refused to viewers and to keys that only read", async () => {
    const workspace = await createWorkspace(database.db);
    const id = await rootKeyId(workspace.ctx);
    const viewer = await workspace.asMember("VIEWER");
    const reader = workspace.as({ kind: "apiKey", apiKeyId: "1", scopes: ["read"] });
    for (const ctx of [viewer, reader]) {
      await expect(revealApiKey(ctx, id)).rejects.toMatchObject({ code: "FORBIDDEN" });
    }
  });
});
