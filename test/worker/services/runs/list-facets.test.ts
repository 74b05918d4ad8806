import { expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { insertRun } from "#test/support/runs.ts";
import { createWorkspace, deployTasks } from "#test/support/workspace.ts";
import { listRunFacets } from "#worker/services/runs/list-facets.ts";

const database = useDatabase();

it("names what the newest runs have, the most frequent first, of this environment only", async () => {
  const mine = await createWorkspace(database.db);
  const theirs = await createWorkspace(database.db);
  await deployTasks(mine, [{ id: "hello" }]);
  await insertRun(mine.ctx, "QUEUED", { tags: ["a", "b"], concurrencyKey: "k" });
  await insertRun(mine.ctx, "QUEUED", { tags: ["b"], queueName: "emails" });
  await insertRun(mine.ctx, "QUEUED", { queueName: "emails" });
  await insertRun(theirs.ctx, "QUEUED", { tags: ["theirs"] });
  expect(await listRunFacets(mine.ctx)).toEqual({
    tags: ["b", "a"],
    queues: ["emails", "task/hello"],
    keys: ["k"],
    versions: [expect.stringMatching(/^\d{8}\.1$/)],
  });
});

it("is for whoever may read all runs", async () => {
  const { as } = await createWorkspace(database.db);
  const one = as({ kind: "publicToken", scopes: ["read:runs:run_1"] });
  await expect(listRunFacets(one)).rejects.toMatchObject({ code: "FORBIDDEN" });
});
