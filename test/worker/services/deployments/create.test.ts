import { describe, expect, it } from "vitest";
import type { BundleArchive, DeploymentManifest } from "#sdk/wire/manifest.ts";
import { useDatabase } from "#test/support/database.ts";
import { at, insertRun, readHistory, readRun } from "#test/support/runs.ts";
import { createWorkspace } from "#test/support/workspace.ts";
import type { EnvironmentContext } from "#worker/services/context.ts";
import { createDeployment } from "#worker/services/deployments/create.ts";
import { getBundle } from "#worker/services/deployments/get-bundle.ts";

const database = useDatabase();

interface Input {
  manifest: DeploymentManifest;
  bundle: BundleArchive;
}

function input(ctx: EnvironmentContext, tasks = ["hello"], contents = "// 1"): Input {
  return {
    manifest: {
      sdkVersion: "0.1.0",
      runtimeVersion: "24.0.0",
      entryPoint: "index.mjs",
      config: { project: ctx.environment.project.ref },
      tasks: tasks.map((id) => ({ id, filePath: `trigger/${id}.ts` })),
      queues: [],
    },
    bundle: { files: [{ path: "index.mjs", encoding: "utf8", contents }] },
  };
}

function deployments(ctx: EnvironmentContext) {
  return ctx.db.prisma.deployment.findMany({
    where: { environmentId: ctx.environment.id },
    orderBy: { version: "asc" },
  });
}

describe("createDeployment", () => {
  it("stores the bundle and makes the version current", async () => {
    const { ctx } = await createWorkspace(database.db);
    const given = input(ctx, ["a", "b"]);
    const created = await createDeployment(at(ctx, new Date("2026-05-06T07:08:09Z")), given);
    expect(created).toEqual({
      id: created.id,
      version: "20260506.1",
      taskCount: 2,
      isUnchanged: false,
      isCurrent: true,
    });
    const [row] = await deployments(ctx);
    expect(row).toMatchObject({ id: created.id, isCurrent: true, manifest: given.manifest });
    expect(await getBundle(ctx, row?.bundleId ?? "")).toEqual(given.bundle);
  });

  it("keeps a version that is held back out of the way, and who deployed it from which commit", async () => {
    const { ctx } = await createWorkspace(database.db);
    const first = await createDeployment(ctx, input(ctx, ["a"], "// 1"));
    const git = { commitSha: "1a2b3c4d" };
    const held = { ...input(ctx, ["b"], "// 2"), git, isHeldBack: true };
    const created = await createDeployment(ctx, held);
    expect(created).toMatchObject({ isCurrent: false, isUnchanged: false });
    expect(await deployments(ctx)).toMatchObject([
      { id: first.id, isCurrent: true, git: null },
      { id: created.id, isCurrent: false, git, createdBy: expect.stringMatching(/^the API key/) },
    ]);
    const tasks = await ctx.db.prisma.task.findMany({
      where: { environmentId: ctx.environment.id },
    });
    expect(tasks).toMatchObject([{ slug: "a", archivedAt: null }]);
  });

  it("counts versions up within a day and keeps one current", async () => {
    const { ctx } = await createWorkspace(database.db);
    const today = at(ctx, new Date("2026-05-06T07:08:09Z"));
    const tomorrow = at(ctx, new Date("2026-05-07T00:00:00Z"));
    await createDeployment(today, input(ctx, ["a"], "// 1"));
    await createDeployment(today, input(ctx, ["a"], "// 2"));
    await createDeployment(tomorrow, input(ctx, ["a"], "// 3"));
    const rows = await deployments(ctx);
    expect(rows.map((row) => [row.version, row.isCurrent])).toEqual([
      ["20260506.1", false],
      ["20260506.2", false],
      ["20260507.1", true],
    ]);
  });

  it("changes nothing when the same code is current", async () => {
    const { ctx } = await createWorkspace(database.db);
    const first = await createDeployment(ctx, input(ctx));
    const again = await createDeployment(ctx, input(ctx));
    expect(again).toEqual({ ...first, isUnchanged: true });
    expect(await deployments(ctx)).toHaveLength(1);
  });

  it("makes a new version of older code, and stores its bundle once", async () => {
    const { ctx } = await createWorkspace(database.db);
    const first = await createDeployment(ctx, input(ctx, ["a"], "// 1"));
    await createDeployment(ctx, input(ctx, ["a"], "// 2"));
    const back = await createDeployment(ctx, input(ctx, ["a"], "// 1"));
    expect(back.isUnchanged).toBe(false);
    const rows = await deployments(ctx);
    const bundleOf = (id: string) => rows.find((row) => row.id === id)?.bundleId;
    expect(bundleOf(back.id)).toBe(bundleOf(first.id));
    const where = { environmentId: ctx.environment.id };
    expect(await ctx.db.prisma.bundle.count({ where })).toBe(2);
  });

  it("gives deployments that come at once a version each, and the same code one", async () => {
    const { ctx } = await createWorkspace(database.db);
    const inputs = [1, 2, 3, 3].map((content) => input(ctx, ["a"], `// ${content}`));
    const created = await Promise.all(inputs.map((one) => createDeployment(ctx, one)));
    const rows = await deployments(ctx);
    expect(rows.filter((row) => row.isCurrent)).toHaveLength(1);
    expect(new Set(created.map((one) => one.version)).size).toBe(rows.length);
  });

  it("releases the runs that waited for its tasks", async () => {
    const { ctx } = await createWorkspace(database.db);
    const parked = await insertRun(ctx, "PENDING_VERSION");
    const other = await insertRun(ctx, "PENDING_VERSION", { taskSlug: "other" });
    await createDeployment(ctx, input(ctx));
    expect((await readRun(ctx, parked)).status).toBe("QUEUED");
    expect(await readHistory(ctx, parked)).toEqual([["QUEUED", "A deployment brought the task"]]);
    expect((await readRun(ctx, other)).status).toBe("PENDING_VERSION");
  });
});

describe("a deployment is refused", () => {
  it("when its config names another project", async () => {
    const { ctx } = await createWorkspace(database.db);
    const given = input(ctx);
    given.manifest.config.project = "proj_other";
    await expect(createDeployment(ctx, given)).rejects.toMatchObject({
      code: "UNPROCESSABLE",
      message: expect.stringMatching(/proj_other.*Use a key of that project, or change the config/),
    });
  });

  it("when a task is there twice", async () => {
    const { ctx } = await createWorkspace(database.db);
    await expect(createDeployment(ctx, input(ctx, ["a", "b", "a"]))).rejects.toMatchObject({
      code: "UNPROCESSABLE",
      message: "The task id “a” is there twice.",
    });
  });

  it("when the entry point is not in the bundle", async () => {
    const { ctx } = await createWorkspace(database.db);
    const given = input(ctx);
    given.manifest.entryPoint = "main.mjs";
    await expect(createDeployment(ctx, given)).rejects.toMatchObject({
      code: "UNPROCESSABLE",
      message: "The bundle does not contain its entry point main.mjs.",
    });
  });

  it("to a viewer and to a key that may not deploy", async () => {
    const workspace = await createWorkspace(database.db);
    const viewer = await workspace.asMember("VIEWER");
    const reader = workspace.as({ kind: "apiKey", apiKeyId: "1", scopes: ["read", "write"] });
    for (const ctx of [viewer, reader]) {
      await expect(createDeployment(ctx, input(ctx))).rejects.toMatchObject({ code: "FORBIDDEN" });
    }
    expect(await deployments(workspace.ctx)).toEqual([]);
  });

  it("without leaving anything behind", async () => {
    const { ctx } = await createWorkspace(database.db);
    await createDeployment(ctx, input(ctx, ["a"], "// 1"));
    const broken = input(ctx, ["b"], "// 2");
    // No column holds it: fails in the middle of the transaction.
    broken.manifest.queues.push({ name: "a\0b" });
    await expect(createDeployment(ctx, broken)).rejects.toThrow();
    const tasks = await ctx.db.prisma.task.findMany({
      where: { environmentId: ctx.environment.id },
    });
    expect(tasks).toMatchObject([{ slug: "a", archivedAt: null }]);
    expect(await deployments(ctx)).toMatchObject([{ isCurrent: true }]);
  });
});
