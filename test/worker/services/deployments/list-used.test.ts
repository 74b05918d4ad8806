import { expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { startRuns, trigger } from "#test/support/runs.ts";
import { createWorkspace, deployTasks } from "#test/support/workspace.ts";
import { listUsedDeployments } from "#worker/services/deployments/list-used.ts";
import { newId } from "#worker/services/new-id.ts";

const database = useDatabase();

it("names what other workers execute, with its machine, and nothing of one's own", async () => {
  const workspace = await createWorkspace(database.db);
  const { ctx } = workspace;
  await deployTasks(workspace, [{ id: "small" }, { id: "large", machine: "large-1x" }]);
  const runs = [
    await trigger(ctx, "small"),
    await trigger(ctx, "large"),
    await trigger(ctx, "large"),
  ];
  const { workerId } = await startRuns(
    ctx,
    runs.map(({ id }) => id),
  );
  const used = await listUsedDeployments(ctx, { exceptWorkerId: newId(), limit: 4 });
  expect(used.map(({ machine }) => machine)).toEqual(["large-1x", "small-1x"]);
  expect(used[0]?.deployment.manifest.entryPoint).toBe("index.mjs");
  expect(await listUsedDeployments(ctx, { exceptWorkerId: newId(), limit: 1 })).toHaveLength(1);
  expect(await listUsedDeployments(ctx, { exceptWorkerId: workerId, limit: 4 })).toEqual([]);
});
