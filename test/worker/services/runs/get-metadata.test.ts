import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { insertRun } from "#test/support/runs.ts";
import { createWorkspace } from "#test/support/workspace.ts";
import { friendlyId } from "#worker/domain/ids.ts";
import { getMetadata } from "#worker/services/runs/get-metadata.ts";

const database = useDatabase();

describe("getMetadata", () => {
  it("gives an object, an empty one where a run has none", async () => {
    const { ctx } = await createWorkspace(database.db);
    const some = await insertRun(ctx, "FAILED", { metadata: { a: [1] } });
    const none = await insertRun(ctx, "QUEUED");
    expect(await getMetadata(ctx, friendlyId("run", some))).toEqual({ a: [1] });
    expect(await getMetadata(ctx, friendlyId("run", none))).toEqual({});
  });

  it("is not for another tenant", async () => {
    const { ctx } = await createWorkspace(database.db);
    const other = await createWorkspace(database.db);
    const runId = friendlyId("run", await insertRun(ctx, "QUEUED"));
    await expect(getMetadata(other.ctx, runId)).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(getMetadata(ctx, "run_nothing")).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});
