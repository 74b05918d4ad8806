import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { createWorkspace, systemContext } from "#test/support/workspace.ts";
import { mayDrain } from "#worker/services/workers/may-drain.ts";

const database = useDatabase();

describe("mayDrain", () => {
  it("is true for the system and for administrators of the installation", async () => {
    const workspace = await createWorkspace(database.db);
    const owner = await workspace.asMember("OWNER");
    expect(await mayDrain(systemContext(database.db))).toBe(true);
    expect(await mayDrain(owner)).toBe(false);
    if (owner.actor.kind !== "user") throw new Error("A member is a user.");
    await database.db.prisma.user.update({
      where: { id: owner.actor.userId },
      data: { isAdministrator: true },
    });
    expect(await mayDrain(owner)).toBe(true);
    const key = workspace.as({ kind: "apiKey", apiKeyId: "", scopes: ["admin"] });
    expect(await mayDrain(key)).toBe(false);
  });
});
