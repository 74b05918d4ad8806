import { expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { joinAs } from "#test/support/organizations.ts";
import { createWorkspace } from "#test/support/workspace.ts";
import { createEnvironment } from "#worker/services/environments/create.ts";
import { createEnvironmentInput } from "#worker/services/environments/schemas.ts";

const database = useDatabase();

it("makes environments with a key of their type, each with an address of its own", async () => {
  const workspace = await createWorkspace(database.db);
  const { ctx } = await joinAs(workspace, "ADMIN");
  const qa = { project: "project", name: "QA team", type: "STAGING" } as const;
  const made = await Promise.all([createEnvironment(ctx, qa), createEnvironment(ctx, qa)]);
  expect(made.map(({ slug }) => slug).sort()).toEqual(["qa-team", "qa-team-2"]);
  const named = { ...qa, slug: "pr-1", type: "PREVIEW", tone: "SUCCESS" } as const;
  expect(await createEnvironment(ctx, named)).toEqual({ slug: "pr-1" });
  await expect(createEnvironment(ctx, named)).rejects.toMatchObject({ code: "CONFLICT" });
  const row = await database.db.prisma.environment.findFirstOrThrow({
    where: { slug: "pr-1" },
    include: { apiKeys: true },
  });
  expect(row).toMatchObject({ tone: "SUCCESS", apiKeys: [{ isRoot: true }] });
  expect(row.apiKeys[0]?.masked).toMatch(/^tr_preview_/);
  const developer = await joinAs(workspace, "DEVELOPER");
  await expect(createEnvironment(developer.ctx, qa)).rejects.toMatchObject({ code: "FORBIDDEN" });
});

it("takes no slug that an address could not carry", () => {
  const parse = (slug: string) =>
    createEnvironmentInput.safeParse({ name: "QA", type: "STAGING", slug }).success;
  expect(["qa", "qa-2", "2"].map(parse)).toEqual([true, true, true]);
  expect(["", "QA", "q a", "-qa", "qa-", "q--a", "a/b"].some(parse)).toBe(false);
});
