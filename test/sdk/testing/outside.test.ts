import { execFile } from "node:child_process";
import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { beforeAll, expect, test } from "vitest";
import { root } from "#test/support/root.ts";
import { buildSdk } from "../../../sdk/build.ts";
import { makeProject } from "../support/project.ts";

const run = promisify(execFile);

/** As somebody has it who installed the package: no source condition, no framework of ours. */
const PROJECT = {
  "package.json": '{ "type": "module" }',
  "tsconfig.json": JSON.stringify({
    compilerOptions: {
      module: "nodenext",
      target: "es2023",
      strict: true,
      noEmit: true,
      allowImportingTsExtensions: true,
      types: ["node"],
      skipLibCheck: true,
    },
  }),
  "trigger/init.ts": `
    import { tasks } from "@pawl/sdk";
    tasks.onComplete("audit", ({ result }) => console.log("audit", result.ok));`,
  "trigger/order.ts": `
    import { logger, task, tasks } from "@pawl/sdk";
    export const receipt = task({ id: "receipt", run: async (payload: { id: number }) => payload.id });
    export const order = task({
      id: "order",
      retry: { maxAttempts: 2, minTimeoutInMs: 3_600_000, maxTimeoutInMs: 3_600_000 },
      run: async (payload: { id: number }, { ctx }) => {
        if (ctx.attempt.number === 1) throw new Error("busy");
        logger.info("ordered", { id: payload.id });
        await tasks.trigger<typeof receipt>("receipt", { id: payload.id });
        return { total: payload.id * 2 };
      },
    });`,
  "trigger/order.test.ts": `
    import assert from "node:assert/strict";
    import { test } from "node:test";
    import { runTask } from "@pawl/sdk/testing";
    import "./init.ts";
    import { order } from "./order.ts";

    test("orders at the second try and sends a receipt", async () => {
      const run = await runTask(order, { id: 21 });
      assert(run.ok);
      const total: number = run.output.total;
      assert.equal(total, 42);
      assert.equal(run.attempts.length, 2);
      assert(run.elapsedMs >= 3_600_000);
      assert.deepEqual(run.logs.map((log) => log.message), ["ordered", "audit true"]);
      assert.deepEqual(run.triggered.map(({ taskId, payload }) => ({ taskId, payload })), [
        { taskId: "receipt", payload: { id: 21 } },
      ]);
      // @ts-expect-error the payload's id is a number
      const wrong = () => runTask(order, { id: "21" });
      assert(wrong);
    });`,
};

let project: string;

beforeAll(async () => {
  await buildSdk();
  project = await makeProject(PROJECT);
  mkdirSync(join(project, "node_modules/@pawl"), { recursive: true });
  symlinkSync(join(root, "sdk"), join(project, "node_modules/@pawl/sdk"));
  symlinkSync(join(root, "node_modules/@types"), join(project, "node_modules/@types"));
});

test("the test kit works in the node:test of a project that has the package", async () => {
  const { stdout } = await run(process.execPath, ["--test", "trigger/order.test.ts"], {
    cwd: project,
    env: { ...process.env, NODE_OPTIONS: "" },
  });
  expect(stdout).toContain("pass 1");
  expect(stdout).toContain("fail 0");
});

test("its types arrive", async () => {
  const tsc = join(root, "node_modules/typescript/bin/tsc");
  const { stdout } = await run(process.execPath, [tsc, "-p", project], { cwd: project }).catch(
    (failed: { stdout: string }) => failed,
  );
  expect(stdout).toBe("");
});
