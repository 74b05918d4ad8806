import { describe, expect, it } from "vitest";
import { POST } from "#app/api/v1/auth/jwt/claims/route.ts";
import { useDatabase } from "#test/support/database.ts";
import { call, expectRefusal, useWeb } from "#test/support/web.ts";
import { createWorkspace } from "#test/support/workspace.ts";
import { friendlyId } from "#worker/domain/ids.ts";
import { signPublicToken } from "#worker/services/public-tokens/sign.ts";

const database = useDatabase();
useWeb(database.url);

describe("POST /api/v1/auth/jwt/claims", () => {
  it("gives what a client must put into the tokens that it signs", async () => {
    const { ctx, secretKey } = await createWorkspace(database.db);
    const { status, json } = await call(POST, { key: secretKey });
    expect([status, json]).toEqual([
      200,
      { sub: friendlyId("env", ctx.environment.id), pub: true },
    ]);
  });

  it("gives them to no public token", async () => {
    const { ctx } = await createWorkspace(database.db);
    const key = await signPublicToken(ctx, { scopes: ["read:runs"], expiresIn: "1h" });
    expectRefusal(await call(POST, { key }), 403, "unauthorized", /admin:apiKeys/);
  });
});
