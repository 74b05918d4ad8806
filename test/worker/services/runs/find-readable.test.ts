import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { trigger } from "#test/support/runs.ts";
import { createWorkspace } from "#test/support/workspace.ts";
import { findReadableRun } from "#worker/services/runs/find-readable.ts";

const database = useDatabase();

describe("findReadableRun", () => {
  it("lets a key in that may read the run, its task or one of its tags, and nobody else", async () => {
    const workspace = await createWorkspace(database.db);
    const { id, friendlyId } = await trigger(workspace.ctx, "t", { tags: ["user_1"] });
    const key = (scope: string) => workspace.as({ kind: "publicToken", scopes: [scope] });
    for (const scope of [`read:runs:${friendlyId}`, "read:tasks:t", "read:tags:user_1"]) {
      expect((await findReadableRun(key(scope), friendlyId)).id).toBe(id);
    }
    await expect(findReadableRun(key("read:tags:user_2"), friendlyId)).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    const other = await createWorkspace(database.db);
    for (const name of [friendlyId, "run_x", "nonsense"]) {
      await expect(findReadableRun(other.ctx, name)).rejects.toMatchObject({ code: "NOT_FOUND" });
    }
  });
});
