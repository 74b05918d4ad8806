import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { insertRun } from "#test/support/runs.ts";
import { runWithStream } from "#test/support/streams.ts";
import { createWorkspace } from "#test/support/workspace.ts";
import { friendlyId } from "#worker/domain/ids.ts";
import { newId } from "#worker/services/new-id.ts";
import { findWritableRun } from "#worker/services/streams/target.ts";

const database = useDatabase();

describe("the run of a stream", () => {
  it("is the run that writes, its parent or its root; a run of its own is all three", async () => {
    const { ctx, id, words } = await runWithStream(database.db);
    const parentRunId = await insertRun(ctx, "WAITING", { parentRunId: id, rootRunId: id });
    const child = await insertRun(ctx, "EXECUTING", { parentRunId, rootRunId: id });
    const of = (runId: string, target: "self" | "parent" | "root") =>
      findWritableRun(ctx, { ...words, runId: friendlyId("run", runId), target });
    expect(await of(child, "self")).toBe(child);
    expect(await of(child, "parent")).toBe(parentRunId);
    expect(await of(child, "root")).toBe(id);
    expect(await of(id, "parent")).toBe(id);
    expect(await of(id, "root")).toBe(id);
  });

  it("is none of another environment, none for a key that reads, and none that is over", async () => {
    const { ctx, as, words } = await runWithStream(database.db);
    const other = await createWorkspace(database.db);
    await expect(findWritableRun(other.ctx, words)).rejects.toMatchObject({ code: "NOT_FOUND" });
    const reader = as({ kind: "apiKey", apiKeyId: "x", scopes: ["read"] });
    await expect(findWritableRun(reader, words)).rejects.toMatchObject({ code: "FORBIDDEN" });
    const over = await insertRun(ctx, "CANCELED");
    const runId = friendlyId("run", over);
    const late = findWritableRun(ctx, { ...words, runId });
    await expect(late).rejects.toMatchObject({ code: "VALIDATION" });
    // Its process has its grace still.
    const attempt = {
      id: newId(),
      runId: over,
      number: 1,
      workerId: newId(),
      deploymentId: newId(),
    };
    await ctx.db.prisma.attempt.create({
      data: { ...attempt, status: "EXECUTING", startedAt: new Date() },
    });
    expect(await findWritableRun(ctx, { ...words, runId })).toBe(over);
  });
});
