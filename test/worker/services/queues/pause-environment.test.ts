import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { admit, queue } from "#test/support/queues.ts";
import { later } from "#test/support/runs.ts";
import { createWorkspace } from "#test/support/workspace.ts";
import { pauseEnvironment } from "#worker/services/queues/pause-environment.ts";

const database = useDatabase();

describe("pauseEnvironment", () => {
  it("starts nothing new, and keeps since when and by whom when it is repeated", async () => {
    const workspace = await createWorkspace(database.db);
    await queue(workspace.ctx, "a");
    const first = await pauseEnvironment(await workspace.asMember("OWNER"));
    expect(first).toMatchObject({ paused: true, pausedBy: "OWNER", queued: 1 });
    expect(await admit(workspace.ctx)).toBe(0);
    expect(await pauseEnvironment(later(workspace.ctx, 1_000))).toEqual(first);
  });

  it("is for those who may write queues", async () => {
    const workspace = await createWorkspace(database.db);
    const viewer = await workspace.asMember("VIEWER");
    const key = workspace.as({ kind: "apiKey", apiKeyId: "", scopes: ["read:queues"] });
    for (const ctx of [viewer, key]) {
      await expect(pauseEnvironment(ctx)).rejects.toMatchObject({ code: "FORBIDDEN" });
    }
  });
});
