import { expect, it } from "vitest";
import {
  DELETE as removeEnvironment,
  PATCH as updateEnvironment,
} from "#app/api/v1/orgs/[org]/projects/[project]/environments/[env]/route.ts";
import {
  POST as createEnvironment,
  GET as listEnvironments,
} from "#app/api/v1/orgs/[org]/projects/[project]/environments/route.ts";
import {
  DELETE as removeProject,
  PATCH as renameProject,
} from "#app/api/v1/orgs/[org]/projects/[project]/route.ts";
import { POST as createProject } from "#app/api/v1/orgs/[org]/projects/route.ts";
import {
  DELETE as removeOrganization,
  PATCH as renameOrganization,
} from "#app/api/v1/orgs/[org]/route.ts";
import { POST as createOrganization } from "#app/api/v1/orgs/route.ts";
import { useDatabase } from "#test/support/database.ts";
import { signInAs } from "#test/support/sessions.ts";
import { call, expectRefusal, useWeb } from "#test/support/web.ts";
import { createWorkspace } from "#test/support/workspace.ts";

const database = useDatabase();
useWeb(database.url);

it("organizations and projects are made and renamed, by those who may", async () => {
  const workspace = await createWorkspace(database.db);
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

  const web = { org: "acme", project: "web" };
  const qa = { name: "QA", slug: "qa", type: "STAGING" };
  const environment = { params: web, headers, body: qa };
  expect((await call(createEnvironment, environment)).json).toEqual({ slug: "qa" });
  const again = await call(createEnvironment, environment);
  expectRefusal(again, 409, "CONFLICT", /has an environment qa already/);
  const one = { headers, params: { ...web, env: "qa" } };
  const painted = { ...one, method: "PATCH", body: { tone: "SUCCESS" } };
  expect((await call(updateEnvironment, painted)).status).toBe(200);
  const list = { method: "GET", headers, params: web };
  const listed = await call(listEnvironments, list);
  expect(listed.json.data).toMatchObject([
    { slug: "dev" },
    { slug: "staging" },
    { slug: "qa", tone: "SUCCESS", concurrencyLimit: 100, running: 0 },
    { slug: "prod" },
  ]);
  const removal = { ...one, method: "DELETE" };
  expect((await call(removeEnvironment, removal)).json).toEqual({ canceledCount: 0 });
  const gone = { method: "DELETE", headers, params: web };
  expect((await call(removeProject, gone)).json).toEqual({ canceledCount: 0 });
  expectRefusal(await call(removeProject, gone), 404, "NOT_FOUND", /not found/);
  const whole = { method: "DELETE", headers, params: { org: "acme" } };
  expect((await call(removeOrganization, whole)).json).toEqual({ canceledCount: 0 });
  expectRefusal(await call(removeOrganization, whole), 404, "NOT_FOUND", /not found/);
});

it("nobody reaches into another organization, or further than their role", async () => {
  const workspace = await createWorkspace(database.db);
  const { slug: org } = workspace.ctx.environment.organization;
  const stranger = await signInAs(await createWorkspace(database.db), "OWNER");
  const viewer = await signInAs(workspace, "VIEWER");
  const params = { org, project: "project", env: "dev" };
  const environment = { name: "Mine", type: "STAGING" };
  for (const [route, method, body] of [
    [renameOrganization, "PATCH", { name: "Mine" }],
    [removeOrganization, "DELETE", undefined],
    [createProject, "POST", { name: "Mine" }],
    [renameProject, "PATCH", { name: "Mine" }],
    [removeProject, "DELETE", undefined],
    [createEnvironment, "POST", environment],
    [updateEnvironment, "PATCH", { name: "Mine" }],
    [removeEnvironment, "DELETE", undefined],
  ] as const) {
    const asked = { method, params, ...(body && { body }) };
    const foreign = await call(route, { ...asked, headers: { cookie: stranger.cookie } });
    expectRefusal(foreign, 404, "NOT_FOUND", /not found/);
    const refused = await call(route, { ...asked, headers: { cookie: viewer.cookie } });
    expectRefusal(refused, 403, "unauthorized", /role does not allow/);
  }
  const read = { method: "GET", params, headers: { cookie: stranger.cookie } };
  expectRefusal(await call(listEnvironments, read), 404, "NOT_FOUND", /not found/);
});
