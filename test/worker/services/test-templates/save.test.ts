import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { createWorkspace, deployTasks, type Workspace } from "#test/support/workspace.ts";
import { listTestTemplates } from "#worker/services/test-templates/list.ts";
import { MAX_TEMPLATES, saveTestTemplate } from "#worker/services/test-templates/save.ts";
import { saveTestTemplateInput } from "#worker/services/test-templates/schemas.ts";

const database = useDatabase();
const form = { name: "Refund", payload: '{"a":1}', options: { tags: "x" } };

async function deployed(): Promise<Workspace> {
  const workspace = await createWorkspace(database.db);
  await deployTasks(workspace, [{ id: "hello" }, { id: "other" }]);
  return workspace;
}

describe("saveTestTemplate", () => {
  it("keeps a form under its name, and takes the new one for the same name", async () => {
    const { ctx } = await deployed();
    const first = await saveTestTemplate(ctx, "hello", form);
    expect(first).toMatchObject({ id: expect.stringMatching(/^template_/), ...form });
    const second = await saveTestTemplate(ctx, "hello", { ...form, payload: "2", options: {} });
    expect(second.id).toBe(first.id);
    expect(await listTestTemplates(ctx, "hello")).toMatchObject([{ payload: "2", options: {} }]);
    expect(await listTestTemplates(ctx, "other")).toEqual([]);
  });

  it("does not know a task that is gone or another tenant's", async () => {
    const [mine, theirs] = await Promise.all([deployed(), createWorkspace(database.db)]);
    await deployTasks(mine, [{ id: "other" }]);
    for (const { ctx } of [mine, theirs]) {
      await expect(saveTestTemplate(ctx, "hello", form)).rejects.toMatchObject({
        code: "NOT_FOUND",
      });
    }
  });

  it("is not for those who may only read", async () => {
    const workspace = await deployed();
    const viewer = await workspace.asMember("VIEWER");
    await expect(saveTestTemplate(viewer, "hello", form)).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    const readOnly = workspace.as({ kind: "apiKey", apiKeyId: "1", scopes: ["read:tasks"] });
    await expect(saveTestTemplate(readOnly, "hello", form)).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    expect(await listTestTemplates(viewer, "hello")).toEqual([]);
  });

  it("takes no more than fit a menu, and of those that exist still changes", async () => {
    const { ctx } = await deployed();
    for (let i = 0; i < MAX_TEMPLATES; i++) {
      await saveTestTemplate(ctx, "hello", { ...form, name: `Form ${i}` });
    }
    await expect(saveTestTemplate(ctx, "hello", form)).rejects.toMatchObject({
      code: "UNPROCESSABLE",
    });
    await expect(
      saveTestTemplate(ctx, "hello", { ...form, name: "Form 3" }),
    ).resolves.toBeDefined();
  });

  it("refuses what is no form", () => {
    const isValid = (input: unknown) => saveTestTemplateInput.safeParse(input).success;
    expect(isValid(form)).toBe(true);
    expect(isValid({ ...form, name: " " })).toBe(false);
    expect(isValid({ ...form, payload: "a\0b" })).toBe(false);
    expect(isValid({ ...form, options: { tags: 1 } })).toBe(false);
    expect(isValid({ ...form, other: 1 })).toBe(false);
  });
});
