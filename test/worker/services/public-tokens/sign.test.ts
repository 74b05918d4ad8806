import { decodeJwt, decodeProtectedHeader, jwtVerify } from "jose";
import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { createWorkspace } from "#test/support/workspace.ts";
import { friendlyId } from "#worker/domain/ids.ts";
import { publicTokenClaims, signPublicToken } from "#worker/services/public-tokens/sign.ts";

const database = useDatabase();

describe("signPublicToken", () => {
  it("signs with the text of the environment's key, as clients do", async () => {
    const { ctx, secretKey } = await createWorkspace(database.db);
    const scopes = ["read:runs:run_1"];
    const token = await signPublicToken(ctx, { scopes, expiresInSeconds: 3_600 });
    const { payload } = await jwtVerify(token, new TextEncoder().encode(secretKey), {
      issuer: "https://id.trigger.dev",
      audience: "https://api.trigger.dev",
    });
    expect(payload).toMatchObject({ ...publicTokenClaims(ctx), scopes });
    expect(decodeProtectedHeader(token)).toEqual({ alg: "HS256" });
    const { iat = 0, exp = 0 } = decodeJwt(token);
    expect(exp - iat).toBe(3600);
  });
});

describe("publicTokenClaims", () => {
  it("name the environment", async () => {
    const { ctx } = await createWorkspace(database.db);
    expect(publicTokenClaims(ctx)).toEqual({
      sub: friendlyId("env", ctx.environment.id),
      pub: true,
    });
  });
});
