import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { startRuns, trigger } from "#test/support/runs.ts";
import { createWorkspace, deployTasks } from "#test/support/workspace.ts";
import { findLostAttempts } from "#worker/services/attempts/find-lost.ts";

const database = useDatabase();

describe("findLostAttempts", () => {
  it("finds the attempts that others have ended, and no others", async () => {
    const workspace = await createWorkspace(database.db);
    await deployTasks(workspace, [{ id: "t" }]);
    const runs = [await trigger(workspace.ctx, "t"), await trigger(workspace.ctx, "t")];
    const { attempts } = await startRuns(
      workspace.ctx,
      runs.map((run) => run.id),
    );
    const ids = attempts.flatMap((attempt) => (attempt ? [attempt.id] : []));
    expect(ids).toHaveLength(2);
    expect(await findLostAttempts(workspace.ctx, ids)).toEqual([]);
    await database.db.prisma.attempt.updateMany({
      where: { id: ids[0] ?? "" },
      data: { status: "CRASHED", finishedAt: new Date() },
    });
    expect(await findLostAttempts(workspace.ctx, ids)).toEqual([ids[0]]);
    expect(await findLostAttempts(workspace.ctx, [])).toEqual([]);
  });
});
