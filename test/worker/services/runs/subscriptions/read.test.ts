import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { insertRun } from "#test/support/runs.ts";
import { findNulls } from "#test/support/web.ts";
import { createWorkspace } from "#test/support/workspace.ts";
import { friendlyId } from "#worker/domain/ids.ts";
import { newId } from "#worker/services/new-id.ts";
import {
  readRunRows,
  selectBatch,
  selectRun,
  selectTagged,
} from "#worker/services/runs/subscriptions/read.ts";

const database = useDatabase();

describe("the rows of the feed", () => {
  it("show a run in the words and times that its clients read", async () => {
    const { ctx } = await createWorkspace(database.db);
    const id = await insertRun(ctx, "COMPLETED", {
      tags: ["a"],
      ...{ payload: "{}", payloadType: "application/super+json", metadata: { step: 1 } },
      ...{ output: "ok", outputType: "text/plain" },
    });
    const [row] = await readRunRows(ctx, await selectRun(ctx, friendlyId("run", id)));
    expect(findNulls(row)).toEqual([]);
    expect(row).toMatchObject({
      id,
      friendlyId: friendlyId("run", id),
      status: "COMPLETED_SUCCESSFULLY",
      completedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+\d$/),
      runTags: ["a"],
      payload: "{}",
      payloadType: "application/super+json",
      metadata: '{"step":1}',
      output: "ok",
      outputType: "text/plain",
    });
    const error = { type: "STRING_ERROR", raw: "no" };
    const failed = await insertRun(ctx, "FAILED", { error, output: "late" });
    const rows = await readRunRows(ctx, await selectRun(ctx, friendlyId("run", failed)));
    expect(rows[0]).toMatchObject({ status: "COMPLETED_WITH_ERRORS", error });
    expect(rows[0]).not.toHaveProperty("output");
    for (const [status, name] of [
      ["QUEUED", "PENDING"],
      ["WAITING", "WAITING_TO_RESUME"],
      ["CANCELED", "CANCELED"],
    ] as const) {
      const runId = friendlyId("run", await insertRun(ctx, status));
      expect(await readRunRows(ctx, await selectRun(ctx, runId))).toMatchObject([{ status: name }]);
    }
  });

  it("are those of a batch, of all its tags, or of the ids that are asked for", async () => {
    const { ctx } = await createWorkspace(database.db);
    const batchId = newId();
    await database.db.prisma.batch.create({
      data: { id: batchId, environmentId: ctx.environment.id, runCount: 2 },
    });
    const known = await insertRun(ctx, "QUEUED", { tags: ["a"] });
    const item = await insertRun(ctx, "QUEUED", { batchId, batchIndex: 0, tags: ["a", "b"] });
    const old = new Date(Date.now() - 7_200_000);
    await insertRun(ctx, "QUEUED", { tags: ["a", "b"], createdAt: old });
    await database.db.prisma.batchException.create({
      data: { batchId, index: 1, taskSlug: "hello", runId: known },
    });
    const ids = async (...args: Parameters<typeof readRunRows>) =>
      (await readRunRows(...args)).map((row) => row.id);
    const batch = await selectBatch(ctx, friendlyId("batch", batchId));
    expect(await ids(ctx, batch)).toEqual([item, known]);
    expect(await ids(ctx, batch, [known])).toEqual([known]);
    const hour = { withinMs: 3_600_000 };
    expect(await ids(ctx, selectTagged(ctx, { tags: ["a", "b"], ...hour }))).toEqual([item]);
    expect(await ids(ctx, selectTagged(ctx, { tags: [], ...hour }))).toEqual([item, known]);
    const other = await createWorkspace(database.db);
    expect(await ids(other.ctx, batch)).toEqual([]);
  });

  it("are for those who may read them", async () => {
    const [mine, theirs] = [await createWorkspace(database.db), await createWorkspace(database.db)];
    const runId = friendlyId("run", await insertRun(mine.ctx, "QUEUED", { tags: ["a"] }));
    await expect(selectRun(theirs.ctx, runId)).rejects.toMatchObject({ code: "NOT_FOUND" });
    const batch = selectBatch(mine.ctx, "batch_none");
    await expect(batch).rejects.toMatchObject({ code: "NOT_FOUND" });
    const tagged = mine.as({ kind: "publicToken", scopes: ["read:tags:a"] });
    expect(await selectRun(tagged, runId)).toMatchObject({ kind: "RUN" });
    expect(selectTagged(tagged, { tags: ["a", "b"], withinMs: 1 })).toMatchObject({ kind: "TAGS" });
    expect(() => selectTagged(tagged, { tags: ["b"], withinMs: 1 })).toThrow(/scope/);
    expect(() => selectTagged(tagged, { tags: [], withinMs: 1 })).toThrow(/scope/);
  });
});
