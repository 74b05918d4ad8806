import { SignJWT } from "jose";
import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { later } from "#test/support/runs.ts";
import { createWorkspace, type Workspace } from "#test/support/workspace.ts";
import { friendlyId } from "#worker/domain/ids.ts";
import { listApiKeys } from "#worker/services/api-keys/list.ts";
import { regenerateApiKey } from "#worker/services/api-keys/regenerate.ts";
import { sha256 } from "#worker/services/keyring.ts";
import { newId } from "#worker/services/new-id.ts";
import { authenticatePublicToken } from "#worker/services/public-tokens/authenticate.ts";
import { publicTokenClaims, signPublicToken } from "#worker/services/public-tokens/sign.ts";

const database = useDatabase();
const scopes = ["read:runs", "trigger:tasks:hello"];

interface Wrong {
  claims?: Record<string, unknown>;
  key?: string;
  alg?: "HS256" | "HS512";
  issuer?: string;
  audience?: string;
  expiresIn?: string;
}

/** A token as a client signs it, with something wrong about it. */
function sign({ ctx, secretKey }: Workspace, wrong: Wrong = {}): Promise<string> {
  return new SignJWT({ ...publicTokenClaims(ctx), scopes, ...wrong.claims })
    .setProtectedHeader({ alg: wrong.alg ?? "HS256" })
    .setIssuer(wrong.issuer ?? "https://id.trigger.dev")
    .setAudience(wrong.audience ?? "https://api.trigger.dev")
    .setIssuedAt()
    .setExpirationTime(wrong.expiresIn ?? "15m")
    .sign(new TextEncoder().encode(wrong.key ?? secretKey));
}

describe("authenticatePublicToken", () => {
  it("knows a token that the server signed, and one that a client did", async () => {
    const workspace = await createWorkspace(database.db);
    const { ctx } = workspace;
    const expected = { actor: { kind: "publicToken", scopes }, environment: ctx.environment };
    const ours = await signPublicToken(ctx, { scopes, expiresInSeconds: 900 });
    expect(await authenticatePublicToken(ctx, ours)).toEqual(expected);
    expect(await authenticatePublicToken(ctx, await sign(workspace))).toEqual(expected);
  });

  it("gives a token without scopes no right at all", async () => {
    const workspace = await createWorkspace(database.db);
    for (const claimed of [undefined, "admin", [7]]) {
      const token = await sign(workspace, { claims: { scopes: claimed } });
      expect(await authenticatePublicToken(workspace.ctx, token)).toMatchObject({
        actor: { scopes: [] },
      });
    }
  });

  it("tells of a token that works once, and of what it may not follow", async () => {
    const workspace = await createWorkspace(database.db);
    const claims = { otu: true, realtime: { skipColumns: ["payload", 7] } };
    const token = await sign(workspace, { claims });
    const known = await authenticatePublicToken(workspace.ctx, token);
    expect(known?.actor).toEqual({
      kind: "publicToken",
      scopes,
      oneTime: { hash: sha256(token), expiresAt: expect.any(Date) },
      skipColumns: ["payload"],
    });
    for (const odd of [{ otu: "true", realtime: null }, { realtime: { skipColumns: "payload" } }]) {
      const other = await sign(workspace, { claims: odd });
      expect((await authenticatePublicToken(workspace.ctx, other))?.actor).toEqual({
        kind: "publicToken",
        scopes,
      });
    }
  });

  it.each<[string, Wrong]>([
    ["signed with another key", { key: "tr_dev_another" }],
    ["signed with another algorithm", { alg: "HS512" }],
    ["of another issuer", { issuer: "https://example.com" }],
    ["for another audience", { audience: "https://example.com" }],
    ["that is no public token", { claims: { pub: false } }],
    ["that says it is public in a text", { claims: { pub: "true" } }],
    ["without an environment", { claims: { sub: undefined } }],
    ["for something that is no environment", { claims: { sub: "run_1" } }],
    ["for an environment that does not exist", { claims: { sub: friendlyId("env", newId()) } }],
    ["that is over", { expiresIn: "-1s" }],
  ])("refuses a token %s", async (_, wrong) => {
    const workspace = await createWorkspace(database.db);
    const token = await sign(workspace, wrong);
    expect(await authenticatePublicToken(workspace.ctx, token)).toBeNull();
  });

  it.each(["", "a.b.c", "nonsense"])("refuses %j, which is none", async (text) => {
    const { ctx } = await createWorkspace(database.db);
    expect(await authenticatePublicToken(ctx, text)).toBeNull();
  });

  it("refuses a token for another environment, signed with a key of one's own", async () => {
    const [mine, theirs] = await Promise.all([
      createWorkspace(database.db),
      createWorkspace(database.db),
    ]);
    const token = await sign(mine, { claims: publicTokenClaims(theirs.ctx) });
    expect(await authenticatePublicToken(mine.ctx, token)).toBeNull();
  });

  it("refuses a token of a minute ago that has run out", async () => {
    const workspace = await createWorkspace(database.db);
    const token = await sign(workspace, { expiresIn: "30s" });
    expect(await authenticatePublicToken(later(workspace.ctx, 10_000), token)).not.toBeNull();
    expect(await authenticatePublicToken(later(workspace.ctx, 60_000), token)).toBeNull();
  });

  it("knows tokens of a replaced key for as long as the key works", async () => {
    const workspace = await createWorkspace(database.db);
    const { ctx } = workspace;
    const token = await sign(workspace, { expiresIn: "30 days" });
    const [key] = await listApiKeys(ctx);
    await regenerateApiKey(ctx, key?.id ?? "");
    expect(await authenticatePublicToken(ctx, token)).not.toBeNull();
    expect(await authenticatePublicToken(later(ctx, 25 * 3_600_000), token)).toBeNull();
  });
});
