import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { insertRun } from "#test/support/runs.ts";
import { createWorkspace } from "#test/support/workspace.ts";
import { newId } from "#worker/services/new-id.ts";
import { findCanceled } from "#worker/services/runs/find-canceled.ts";

const database = useDatabase();

describe("findCanceled", () => {
  it("gives those of the runs that were canceled", async () => {
    const { ctx } = await createWorkspace(database.db);
    const canceled = await insertRun(ctx, "CANCELED");
    const executing = await insertRun(ctx, "EXECUTING");
    const failed = await insertRun(ctx, "FAILED");
    await insertRun(ctx, "CANCELED");
    expect(await findCanceled(ctx, [executing, canceled, failed, newId()])).toEqual([canceled]);
  });

  it("has nothing to look for among no runs", async () => {
    const { ctx } = await createWorkspace(database.db);
    expect(await findCanceled(ctx, [])).toEqual([]);
  });
});
