import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { withForeignTenant } from "#test/support/e2e-workspace.ts";
import { root } from "#test/support/root.ts";

const run = promisify(execFile);
const { url, secretKey, databaseUrl } = inject("instance");

let project: string;

/** A backend of its own: a folder with the built SDK in `node_modules`, run by plain Node. */
beforeAll(async () => {
  project = await mkdtemp(join(tmpdir(), "pawl-backend-"));
  await mkdir(join(project, "node_modules/@pawl"), { recursive: true });
  await symlink(join(root, "sdk"), join(project, "node_modules/@pawl/sdk"));
});

afterAll(() => rm(project, { recursive: true, force: true }));

async function runScript(source: string): Promise<unknown> {
  const path = join(project, "backend.mjs");
  await writeFile(path, source);
  const { PATH } = process.env;
  const env = {
    NODE_ENV: "production" as const,
    PATH,
    TRIGGER_API_URL: url,
    TRIGGER_SECRET_KEY: secretKey,
  };
  const { stdout } = await run(process.execPath, [path], { cwd: project, env });
  return JSON.parse(stdout);
}

describe("a backend with our SDK", () => {
  it("triggers, polls, retrieves, lists and cancels", async () => {
    const seen = await runScript(`
      import { runs, tasks } from "@pawl/sdk";
      const handle = await tasks.trigger("hello-world", { name: "Lin" }, { tags: ["backend"] });
      const polled = await runs.poll(handle, { pollIntervalMs: 50 });
      const retrieved = await runs.retrieve(handle.id);
      const listed = [];
      for await (const run of runs.list({ tag: "backend", limit: 1 })) listed.push(run.id);
      const long = await tasks.trigger("report", {});
      await runs.cancel(long.id);
      const canceled = await runs.retrieve(long.id);
      console.log(JSON.stringify({
        sameRun: polled.id === handle.id && listed.includes(handle.id),
        status: polled.status,
        output: retrieved.output,
        isDate: retrieved.createdAt instanceof Date,
        canceled: canceled.status,
      }));
    `);
    expect(seen).toMatchObject({
      sameRun: true,
      status: "COMPLETED",
      isDate: true,
      canceled: "CANCELED",
    });
    expect(JSON.stringify(seen)).toContain("Lin");
  });

  it("is told what is wrong with a key, a task's run and another tenant's run", async () => {
    const foreignRun = await withForeignTenant(databaseUrl, async (tenant) => {
      const response = await fetch(`${url}/api/v1/tasks/anything/trigger`, {
        method: "POST",
        headers: {
          authorization: `Bearer ${tenant.secretKey}`,
          "content-type": "application/json",
        },
        body: "{}",
      });
      return ((await response.json()) as { id: string }).id;
    });
    const seen = await runScript(`
      import { configure, runs, tasks } from "@pawl/sdk";
      const said = async (call) => call().then(() => "nothing", (error) => error.status + " " + error.message);
      const unknown = await tasks.trigger("no-such-task", {});
      const parked = await runs.retrieve(unknown.id);
      const foreign = await said(() => runs.retrieve(${JSON.stringify(foreignRun)}));
      configure({ secretKey: "tr_dev_000000000000000000000000" });
      const wrongKey = await said(() => tasks.trigger("hello-world", {}));
      console.log(JSON.stringify({ parked: parked.status, foreign, wrongKey }));
    `);
    expect(seen).toMatchObject({
      parked: "PENDING_VERSION",
      foreign: expect.stringMatching(/^404 .*not found/),
      wrongKey: expect.stringMatching(/^401 .*secret key is unknown/),
    });
  });
});

describe("pawl deploy", () => {
  it("deploys a project over HTTP, and says when nothing has changed", async () => {
    const folder = await mkdtemp(join(tmpdir(), "pawl-deploy-"));
    await mkdir(join(folder, "trigger"));
    await withForeignTenant(databaseUrl, async (tenant) => {
      await writeFile(
        join(folder, "trigger.config.ts"),
        `export default { project: "${tenant.projectRef}" };`,
      );
      await writeFile(
        join(folder, "trigger/double.ts"),
        `import { task } from "@pawl/sdk";
         export const double = task({ id: "double", run: async (n: number) => n * 2 });`,
      );
      const deploy = (env: Record<string, string>) =>
        run(process.execPath, [join(root, "sdk/bin/pawl.js"), "deploy"], {
          cwd: folder,
          env: { NODE_ENV: "production", PATH: process.env.PATH, TRIGGER_API_URL: url, ...env },
        });
      const first = await deploy({ TRIGGER_SECRET_KEY: tenant.secretKey });
      expect(first.stdout).toMatch(/\d{8}\.1/);
      expect(first.stdout).toContain("double");
      const again = await deploy({ TRIGGER_SECRET_KEY: tenant.secretKey });
      expect(again.stdout).toContain("was current already");
      // A key of another project is refused before anything is stored.
      await expect(deploy({ TRIGGER_SECRET_KEY: secretKey })).rejects.toMatchObject({
        stderr: expect.stringContaining("proj_hello_world"),
      });
    });
    await rm(folder, { recursive: true, force: true });
  });
});
