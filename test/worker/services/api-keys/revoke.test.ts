import { expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { createWorkspace } from "#test/support/workspace.ts";
import { authenticateApiKey } from "#worker/services/api-keys/authenticate.ts";
import { createApiKey } from "#worker/services/api-keys/create.ts";
import { listApiKeys } from "#worker/services/api-keys/list.ts";
import { revokeApiKey } from "#worker/services/api-keys/revoke.ts";

const database = useDatabase();

it("ends a key for good, and never the root key or another tenant's", async () => {
  const { ctx, as } = await createWorkspace(database.db);
  const other = await createWorkspace(database.db);
  const { id, secret } = await createApiKey(ctx, { name: "CI", scopes: ["read"] });
  const reader = as({ kind: "apiKey", apiKeyId: "x", scopes: ["read"] });
  await expect(revokeApiKey(reader, id)).rejects.toMatchObject({ code: "FORBIDDEN" });
  await expect(revokeApiKey(other.ctx, id)).rejects.toMatchObject({ code: "NOT_FOUND" });
  const [root] = await listApiKeys(ctx);
  await expect(revokeApiKey(ctx, root?.id ?? "")).rejects.toMatchObject({ code: "NOT_FOUND" });
  await revokeApiKey(ctx, id);
  await revokeApiKey(ctx, id);
  expect(await authenticateApiKey(ctx, secret)).toBeNull();
  expect((await listApiKeys(ctx))[1]).toMatchObject({ revokedAt: expect.stringMatching(/Z$/) });
});
