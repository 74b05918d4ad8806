import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { completeAttempt, startRun, threw, trigger } from "#test/support/runs.ts";
import { createWorkspace, deployTasks } from "#test/support/workspace.ts";
import { friendlyId } from "#worker/domain/ids.ts";
import { getError } from "#worker/services/errors/get.ts";
import { listErrors } from "#worker/services/errors/list.ts";
import { listErrorsQuery } from "#worker/services/errors/schemas.ts";
import { listRuns, listRunsQuery } from "#worker/services/runs/list.ts";
import { foldTallies } from "#worker/services/stats/fold.ts";

const database = useDatabase();

describe("getError", () => {
  it("tells versions, times and runs of a fault, which the list of runs filters by", async () => {
    const workspace = await createWorkspace(database.db);
    const { ctx } = workspace;
    const task = { id: "hello", retry: { maxAttempts: 1 } };
    const runs: string[] = [];
    const fail = async (message: string) => {
      const { id, friendlyId: runId } = await trigger(ctx, "hello");
      await completeAttempt(ctx, await startRun(ctx, id), threw(message));
      runs.unshift(runId);
    };
    await deployTasks(workspace, [task]);
    await fail("No user 1");
    await fail("Another fault");
    await deployTasks(workspace, [task]);
    await fail("No user 2");
    await foldTallies(ctx);
    const { data } = await listErrors(ctx, listErrorsQuery.parse({ search: "user" }));
    const id = data[0]?.id ?? "";
    const detail = await getError(ctx, id);
    expect(detail).toMatchObject({
      ...{ count: 2, message: "No user 2", status: "UNRESOLVED" },
      error: { name: "Error", message: "No user 2" },
      versions: [
        { version: expect.stringMatching(/\.2$/), count: 1 },
        { version: expect.stringMatching(/\.1$/), count: 1 },
      ],
    });
    expect(detail.occurrences.reduce((sum, { count }) => sum + count, 0)).toBe(2);
    const affected = [runs[0], runs[2]];
    expect(detail.runs.map((run) => run.id)).toEqual(affected);
    const listed = await listRuns(ctx, listRunsQuery.parse({ "filter[error]": id }));
    expect(listed.data.map((run) => run.id)).toEqual(affected);
    const none = listRunsQuery.parse({ "filter[error]": friendlyId("error", crypto.randomUUID()) });
    expect((await listRuns(ctx, none)).data).toEqual([]);

    const other = await createWorkspace(database.db);
    await expect(getError(other.ctx, id)).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect((await listRuns(other.ctx, listRunsQuery.parse({ "filter[error]": id }))).data).toEqual(
      [],
    );
  });
});
