import { describe, expect, it } from "vitest";
import { POST as probe } from "#app/api/v1/status/probe/route.ts";
import { GET as getStatus } from "#app/api/v1/status/route.ts";
import { useDatabase } from "#test/support/database.ts";
import { call, expectRefusal, useWeb } from "#test/support/web.ts";
import { createWorkspace } from "#test/support/workspace.ts";
import { signPublicToken } from "#worker/services/public-tokens/sign.ts";

const database = useDatabase();
useWeb(database.url);

describe("GET /api/v1/status", () => {
  it("tells the verdict and every check of an installation without a worker", async () => {
    const { secretKey: key } = await createWorkspace(database.db);
    const { status, json } = await call(getStatus, { key, method: "GET" });
    expect(status).toBe(200);
    expect(json).toMatchObject({
      verdict: "BLOCKED",
      summary: "Nothing executes: No worker is connected.",
      version: expect.any(String),
    });
  });
});

describe("POST /api/v1/status/probe", () => {
  it("is closed to public tokens", async () => {
    const { ctx } = await createWorkspace(database.db);
    const key = await signPublicToken(ctx, { scopes: ["read:runs"], expiresInSeconds: 3_600 });
    expectRefusal(await call(probe, { key }), 403, "unauthorized", /trigger:tasks/);
  });
});
