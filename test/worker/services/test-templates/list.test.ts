import { expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { createWorkspace, deployTasks } from "#test/support/workspace.ts";
import { listTestTemplates } from "#worker/services/test-templates/list.ts";
import { saveTestTemplate } from "#worker/services/test-templates/save.ts";

const database = useDatabase();

it("lists a task's templates by name, to those who may read the task, and nobody else's", async () => {
  const [mine, theirs] = await Promise.all([
    createWorkspace(database.db),
    createWorkspace(database.db),
  ]);
  for (const workspace of [mine, theirs]) await deployTasks(workspace, [{ id: "hello" }]);
  for (const name of ["b", "a"]) {
    await saveTestTemplate(mine.ctx, "hello", { name, payload: "{}", options: {} });
  }
  expect((await listTestTemplates(mine.ctx, "hello")).map(({ name }) => name)).toEqual(["a", "b"]);
  expect(await listTestTemplates(theirs.ctx, "hello")).toEqual([]);
  const other = mine.as({ kind: "publicToken", scopes: ["read:tasks:other"] });
  await expect(listTestTemplates(other, "hello")).rejects.toMatchObject({ code: "FORBIDDEN" });
});
