import { expect, it } from "vitest";
import { PATCH as renameProject } from "#app/api/v1/orgs/[org]/projects/[project]/route.ts";
import { POST as createProject } from "#app/api/v1/orgs/[org]/projects/route.ts";
import { PATCH as renameOrganization } from "#app/api/v1/orgs/[org]/route.ts";
import { POST as createOrganization } from "#app/api/v1/orgs/route.ts";
import { useDatabase } from "#test/support/database.ts";
import { signInAs } from "#test/support/sessions.ts";
import { call, expectRefusal, useWeb } from "#test/support/web.ts";
import { createWorkspace } from "#test/support/workspace.ts";

const database = useDatabase();
useWeb(database.url);

it("organizations and projects are made and renamed, by those who may", async () => {
  const workspace = await createWorkspace(database.db);
  const org = workspace.ctx.environment.organization.slug;
  const { cookie, userId } = await signInAs(workspace, "OWNER");
  const headers = { cookie };
  const refused = await call(createOrganization, {
    headers,
    body: { name: "Acme", projectName: "Web" },
  });
  expectRefusal(refused, 403, "unauthorized", /Only an administrator/);
  await database.db.prisma.user.update({ where: { id: userId }, data: { isAdministrator: true } });
  const made = await call(createOrganization, {
    headers,
    body: { name: "Acme", projectName: "Web" },
  });
  expect(made.json).toEqual({ slug: "acme", projectSlug: "web" });
  const project = await call(createProject, {
    params: { org: "acme" },
    headers,
    body: { name: "Mobile" },
  });
  expect(project.json).toEqual({ slug: "mobile", ref: expect.stringMatching(/^proj_/) });
  const patch = { method: "PATCH", headers };
  const named = { ...patch, body: { name: "Acme Inc" }, params: { org: "acme" } };
  expect((await call(renameOrganization, named)).status).toBe(200);
  const renamed = {
    ...patch,
    body: { name: "Phone" },
    params: { org: "acme", project: "mobile" },
  };
  expect((await call(renameProject, renamed)).status).toBe(200);
  const empty = await call(renameProject, { ...renamed, body: { name: " " } });
  expectRefusal(empty, 400, "VALIDATION", /must not be empty/);
  expect(
    await database.db.prisma.project.findMany({
      where: { organization: { name: "Acme Inc" } },
      select: { name: true },
      orderBy: { createdAt: "asc" },
    }),
  ).toEqual([{ name: "Web" }, { name: "Phone" }]);

  const stranger = await signInAs(await createWorkspace(database.db), "OWNER");
  for (const [route, params] of [
    [renameOrganization, { org }],
    [createProject, { org }],
    [renameProject, { org, project: "project" }],
  ] as const) {
    const answer = await call(route, {
      method: route === createProject ? "POST" : "PATCH",
      params,
      headers: { cookie: stranger.cookie },
      body: { name: "Mine" },
    });
    expectRefusal(answer, 404, "NOT_FOUND", /not found/);
  }
});
