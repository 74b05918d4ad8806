import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { insertRun, readHistory, readRun } from "#test/support/runs.ts";
import { createWorkspace } from "#test/support/workspace.ts";
import { handBackRuns } from "#worker/services/attempts/hand-back-runs.ts";

const database = useDatabase();

describe("handBackRuns", () => {
  it("returns admitted runs to their places, and no others", async () => {
    const { ctx } = await createWorkspace(database.db);
    const queueOrder = new Date("2026-01-01T00:00:00Z");
    const admitted = await insertRun(ctx, "DEQUEUED", { queueOrder });
    // It was taken for lost and started elsewhere.
    const executing = await insertRun(ctx, "EXECUTING");
    const canceled = await insertRun(ctx, "CANCELED");
    await handBackRuns(ctx, [executing, admitted, canceled], "Busy");
    expect(await readRun(ctx, admitted)).toMatchObject({ status: "QUEUED", queueOrder });
    expect(await readHistory(ctx, admitted)).toEqual([["QUEUED", "Busy"]]);
    expect((await readRun(ctx, executing)).status).toBe("EXECUTING");
    expect((await readRun(ctx, canceled)).status).toBe("CANCELED");
  });
});
