import { expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { complete, createToken, waitForToken } from "#test/support/waitpoints.ts";
import { createWorkspace, deployTasks } from "#test/support/workspace.ts";
import { friendlyId } from "#worker/domain/ids.ts";
import { listRunsOfWaitpoint } from "#worker/services/waitpoints/list-runs.ts";
import { wakeRuns } from "#worker/services/waits/wake.ts";

const database = useDatabase();

it("lists the runs that wait or have waited for a token, for its own tenant", async () => {
  const workspace = await createWorkspace(database.db);
  await deployTasks(workspace, [{ id: "hello" }]);
  const { ctx } = workspace;
  const token = await createToken(ctx);
  const ids = [await waitForToken(ctx, token), await waitForToken(ctx, token)].map(({ runId }) =>
    friendlyId("run", runId),
  );
  const { data } = await listRunsOfWaitpoint(ctx, token.friendlyId);
  expect(data.map((run) => run.id)).toEqual(ids.toReversed());
  await complete(ctx, token);
  await wakeRuns(ctx);
  expect((await listRunsOfWaitpoint(ctx, token.friendlyId)).data).toHaveLength(2);
  const other = await createWorkspace(database.db);
  await expect(listRunsOfWaitpoint(other.ctx, token.friendlyId)).rejects.toMatchObject({
    code: "NOT_FOUND",
  });
  const writer = workspace.as({ kind: "publicToken", scopes: ["write:waitpoints"] });
  await expect(listRunsOfWaitpoint(writer, token.friendlyId)).rejects.toMatchObject({
    code: "FORBIDDEN",
  });
});
