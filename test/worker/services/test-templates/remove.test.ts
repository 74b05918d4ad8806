import { expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { createWorkspace, deployTasks } from "#test/support/workspace.ts";
import { listTestTemplates } from "#worker/services/test-templates/list.ts";
import { removeTestTemplate } from "#worker/services/test-templates/remove.ts";
import { saveTestTemplate } from "#worker/services/test-templates/save.ts";

const database = useDatabase();

it("removes a template once, of its own task and environment only", async () => {
  const [mine, theirs] = await Promise.all([
    createWorkspace(database.db),
    createWorkspace(database.db),
  ]);
  for (const workspace of [mine, theirs]) await deployTasks(workspace, [{ id: "hello" }]);
  const form = { name: "a", payload: "{}", options: {} };
  const { id: templateId } = await saveTestTemplate(mine.ctx, "hello", form);
  const reference = { taskId: "hello", templateId };
  const viewer = await mine.asMember("VIEWER");
  await expect(removeTestTemplate(viewer, reference)).rejects.toMatchObject({ code: "FORBIDDEN" });
  for (const [ctx, given] of [
    [theirs.ctx, reference],
    [mine.ctx, { ...reference, taskId: "other" }],
    [mine.ctx, { ...reference, templateId: "template_1" }],
  ] as const) {
    await expect(removeTestTemplate(ctx, given)).rejects.toMatchObject({ code: "NOT_FOUND" });
  }
  expect(await removeTestTemplate(mine.ctx, reference)).toEqual({ id: templateId });
  expect(await listTestTemplates(mine.ctx, "hello")).toEqual([]);
  await expect(removeTestTemplate(mine.ctx, reference)).rejects.toMatchObject({
    code: "NOT_FOUND",
  });
});
