import { describe, expect, it } from "vitest";
import { POST as regenerate } from "#app/api/v1/api-keys/[apiKeyId]/regenerate/route.ts";
import { GET as reveal } from "#app/api/v1/api-keys/[apiKeyId]/secret/route.ts";
import { GET as list } from "#app/api/v1/api-keys/route.ts";
import { useDatabase } from "#test/support/database.ts";
import { call, expectRefusal, useWeb } from "#test/support/web.ts";
import { createWorkspace } from "#test/support/workspace.ts";
import { signPublicToken } from "#worker/services/public-tokens/sign.ts";

const database = useDatabase();
useWeb(database.url);

async function rootKeyId(key: string): Promise<string> {
  const { json } = await call(list, { key, method: "GET" });
  const [first] = json.data as { id: string }[];
  return first?.id ?? "";
}

describe("the routes of API keys", () => {
  it("list keys, reveal one, and replace it once", async () => {
    const { secretKey: key } = await createWorkspace(database.db);
    const params = { apiKeyId: await rootKeyId(key) };
    const revealed = await call(reveal, { key, method: "GET", params });
    expect(revealed.json).toEqual({ secret: key });
    const replaced = await call(regenerate, { key, params });
    expect(replaced.json).toEqual({ secret: expect.stringMatching(/^tr_dev_/) });
    const again = await call(regenerate, { key: String(replaced.json.secret), params });
    expectRefusal(again, 409, "CONFLICT", /replaced already/);
  });

  it("are closed to public tokens and to keys of other environments", async () => {
    const [mine, theirs] = await Promise.all([
      createWorkspace(database.db),
      createWorkspace(database.db),
    ]);
    const token = await signPublicToken(mine.ctx, { scopes: ["read:runs"], expiresIn: "1h" });
    expectRefusal(await call(list, { key: token, method: "GET" }), 403, "unauthorized", /apiKeys/);
    const params = { apiKeyId: await rootKeyId(theirs.secretKey) };
    const foreign = await call(reveal, { key: mine.secretKey, method: "GET", params });
    expectRefusal(foreign, 404, "NOT_FOUND", /not found/);
  });
});
