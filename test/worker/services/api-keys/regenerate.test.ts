import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { later } from "#test/support/runs.ts";
import { createWorkspace } from "#test/support/workspace.ts";
import { authenticateApiKey } from "#worker/services/api-keys/authenticate.ts";
import { listApiKeys } from "#worker/services/api-keys/list.ts";
import { regenerateApiKey } from "#worker/services/api-keys/regenerate.ts";
import type { EnvironmentContext } from "#worker/services/context.ts";

const database = useDatabase();
const DAY = 86_400_000;

async function rootKeyId(ctx: EnvironmentContext): Promise<string> {
  const [key] = await listApiKeys(ctx);
  return key?.id ?? "";
}

describe("regenerateApiKey", () => {
  it("makes a new key; the old one works for a day more", async () => {
    const { ctx, secretKey } = await createWorkspace(database.db, { slug: "prod" });
    const fresh = await regenerateApiKey(ctx, await rootKeyId(ctx));
    expect(fresh).toMatch(/^tr_prod_[A-Za-z0-9]{24}$/);
    expect(fresh).not.toBe(secretKey);
    for (const key of [fresh, secretKey]) {
      expect(await authenticateApiKey(ctx, key)).toMatchObject({ environment: ctx.environment });
    }
    const tomorrow = later(ctx, DAY + 1_000);
    expect(await authenticateApiKey(tomorrow, secretKey)).toBeNull();
    expect(await authenticateApiKey(tomorrow, fresh)).not.toBeNull();
  });

  it("replaces a key once: of two who press the button, one wins", async () => {
    const { ctx } = await createWorkspace(database.db);
    const id = await rootKeyId(ctx);
    const presses = await Promise.allSettled([
      regenerateApiKey(ctx, id),
      regenerateApiKey(ctx, id),
      regenerateApiKey(ctx, id),
    ]);
    expect(presses.filter((press) => press.status === "fulfilled")).toHaveLength(1);
    const refused = presses.flatMap((press) => (press.status === "rejected" ? [press.reason] : []));
    for (const reason of refused) expect(reason).toMatchObject({ code: "CONFLICT" });
    expect(await listApiKeys(ctx)).toHaveLength(2);
  });

  it("does not replace a key that was replaced", async () => {
    const { ctx } = await createWorkspace(database.db);
    const id = await rootKeyId(ctx);
    await regenerateApiKey(ctx, id);
    await expect(regenerateApiKey(ctx, id)).rejects.toMatchObject({
      code: "CONFLICT",
      message: "This key was replaced already. Reload the page.",
    });
  });

  it("does not find the key of another environment, or a text that is no id", async () => {
    const [mine, theirs] = await Promise.all([
      createWorkspace(database.db),
      createWorkspace(database.db),
    ]);
    const foreign = await rootKeyId(theirs.ctx);
    for (const id of [foreign, "apikey_1", "run_1"]) {
      await expect(regenerateApiKey(mine.ctx, id)).rejects.toMatchObject({ code: "NOT_FOUND" });
    }
    expect(await authenticateApiKey(theirs.ctx, theirs.secretKey)).not.toBeNull();
  });

  it("is refused to viewers and to keys without the scope", async () => {
    const workspace = await createWorkspace(database.db);
    const id = await rootKeyId(workspace.ctx);
    const viewer = await workspace.asMember("VIEWER");
    const reader = workspace.as({ kind: "apiKey", apiKeyId: "1", scopes: ["read", "write"] });
    for (const ctx of [viewer, reader]) {
      await expect(regenerateApiKey(ctx, id)).rejects.toMatchObject({ code: "FORBIDDEN" });
    }
    expect(await listApiKeys(workspace.ctx)).toHaveLength(1);
  });
});
