import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { trigger } from "#test/support/runs.ts";
import { createWorkspace, deployTasks } from "#test/support/workspace.ts";
import { addTags } from "#worker/services/runs/add-tags.ts";
import { getRun } from "#worker/services/runs/get.ts";

const database = useDatabase();

async function tagged(tags: string[]) {
  const workspace = await createWorkspace(database.db);
  await deployTasks(workspace, [{ id: "t" }]);
  const run = await trigger(workspace.ctx, "t", { tags });
  return { workspace, runId: run.friendlyId };
}

describe("addTags", () => {
  it("adds each tag once, also of several callers at once", async () => {
    const { workspace, runId } = await tagged(["a"]);
    await Promise.all(
      ["b", "c", "d"].map((tag) => addTags(workspace.ctx, { runId, tags: [tag, "a"] })),
    );
    const { tags } = await getRun(workspace.ctx, runId);
    expect([...tags].sort()).toEqual(["a", "b", "c", "d"]);
  });

  it("refuses an eleventh tag and adds none of the call", async () => {
    const { workspace, runId } = await tagged(["1", "2", "3", "4", "5", "6", "7", "8", "9"]);
    const adding = addTags(workspace.ctx, { runId, tags: ["10", "11"] });
    await expect(adding).rejects.toMatchObject({ code: "UNPROCESSABLE" });
    expect((await getRun(workspace.ctx, runId)).tags).toHaveLength(9);
  });

  it("is not for another tenant, and not for a key that may only read", async () => {
    const { workspace, runId } = await tagged([]);
    const other = await createWorkspace(database.db);
    const input = { runId, tags: ["x"] };
    await expect(addTags(other.ctx, input)).rejects.toMatchObject({ code: "NOT_FOUND" });
    const reader = workspace.as({ kind: "apiKey", apiKeyId: "x", scopes: ["read"] });
    await expect(addTags(reader, input)).rejects.toMatchObject({ code: "FORBIDDEN" });
  });
});
