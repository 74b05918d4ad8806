import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { prepareQueues, queue } from "#test/support/queues.ts";
import { createWorkspace } from "#test/support/workspace.ts";
import { getEnvironmentLoad } from "#worker/services/queues/get-environment.ts";

const database = useDatabase();

describe("getEnvironmentLoad", () => {
  it("tells the limit, what runs and what waits", async () => {
    const ctx = await prepareQueues(database.db, { environmentLimit: 7 });
    await queue(ctx, "a", "b");
    const load = { running: 0, queued: 2, concurrencyLimit: 7, paused: false };
    expect(await getEnvironmentLoad(ctx)).toEqual(load);
  });

  it("is for those who may read queues", async () => {
    const workspace = await createWorkspace(database.db);
    const stranger = workspace.as({ kind: "apiKey", apiKeyId: "", scopes: ["read:runs"] });
    await expect(getEnvironmentLoad(stranger)).rejects.toMatchObject({ code: "FORBIDDEN" });
    expect(await getEnvironmentLoad(await workspace.asMember("VIEWER"))).toMatchObject({
      queued: 0,
    });
  });
});
