import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { createWorkspace } from "#test/support/workspace.ts";
import { actorName } from "#worker/services/actor-name.ts";

const database = useDatabase();

describe("actorName", () => {
  it("is a person's, a key's or our own", async () => {
    const workspace = await createWorkspace(database.db);
    expect(await actorName(await workspace.asMember("ADMIN"))).toBe("ADMIN");
    expect(await actorName(workspace.ctx)).toMatch(/^the API key “.+”$/);
    const as = (actor: Parameters<typeof workspace.as>[0]) => actorName(workspace.as(actor));
    expect(await as({ kind: "publicToken", scopes: [] })).toBe("a public token");
    expect(await as({ kind: "system", name: "the sweep" })).toBe("the sweep");
    const nobody = crypto.randomUUID();
    expect(await as({ kind: "user", userId: nobody, role: "OWNER" })).toBe("somebody");
    expect(await as({ kind: "apiKey", apiKeyId: nobody, scopes: [] })).toBe("an API key");
  });
});
