import { createHash } from "node:crypto";
import { readdir } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { indexBundle } from "#sdk/cli/index-bundle.ts";
import { bundleProject, MINIMAL_CONFIG, makeProject } from "../support/project.ts";

const SOURCES = {
  "trigger.config.ts": MINIMAL_CONFIG,
  "tsconfig.json": '{ "compilerOptions": { "paths": { "~/*": ["./lib/*"] } } }',
  "trigger/init.ts": "export {};",
  "trigger/parent.ts": `
    import { queue, task } from "@pawl/sdk";
    import { child } from "./deep/child.ts";
    import { makeTask } from "~/make-task";
    export const mails = queue({
      name: "mails", concurrencyLimit: 3, totalConcurrencyLimit: 9, rateLimit: { limit: 5, period: "1m" },
    });
    export const parent = task({
      id: "parent", description: "A parent", queue: mails, machine: { preset: "small-2x" },
      retry: { maxAttempts: 5, outOfMemory: { machine: "large-1x" } }, maxDuration: 60, ttl: "10m",
      jsonSchema: { type: "object" }, run: async () => child.id,
    });
    task({ id: "hidden", queue: { concurrencyLimit: 1 }, run: async () => {} });
    export default makeTask("made");`,
  "trigger/deep/child.ts": `
    import { task } from "@trigger.dev/sdk/v3";
    export const child = task({ id: "child", run: async () => __dirname });`,
  "trigger/again.ts": 'export * from "./deep/child.ts";',
  "lib/make-task.ts": `
    import { task } from "@trigger.dev/sdk";
    export const makeTask = (id: string) => task({ id, run: async () => {} });`,
};

const MAILS = {
  name: "mails",
  concurrencyLimit: 3,
  totalConcurrencyLimit: 9,
  rateLimit: { limit: 5, period: "1m" },
};

describe("a bundle", () => {
  test("of the same sources has the same bytes, wherever the project lies", async () => {
    const [here, again, elsewhere] = [
      await makeProject(SOURCES),
      await makeProject(SOURCES),
      await makeProject(SOURCES, "some/folders/deeper"),
    ];
    const first = await bundleProject(here);
    const bytesOf = (files: typeof first.files) =>
      files.map(({ path, contents }) => [
        path,
        createHash("sha256").update(contents).digest("hex"),
      ]);
    for (const root of [here, again, elsewhere]) {
      expect(bytesOf((await bundleProject(root)).files)).toEqual(bytesOf(first.files));
    }
  });

  test("changes with a source, but not in the files of other tasks", async () => {
    const contentsOf = async (sources: typeof SOURCES) => {
      const { files } = await bundleProject(await makeProject(sources));
      return new Set(files.map(({ path }) => path));
    };
    const before = await contentsOf(SOURCES);
    const child = SOURCES["trigger/deep/child.ts"].replace("__dirname", "2");
    const after = await contentsOf({ ...SOURCES, "trigger/deep/child.ts": child });
    expect([...before].filter((path) => path.startsWith("child-"))).not.toEqual(
      [...after].filter((path) => path.startsWith("child-")),
    );
    expect([...before].filter((path) => path.startsWith("init-"))).toEqual(
      [...after].filter((path) => path.startsWith("init-")),
    );
  });

  test("names no folder of this machine, and carries sources for its stack traces", async () => {
    const root = await makeProject(SOURCES);
    const { files } = await bundleProject(root);
    for (const { path, contents } of files) {
      expect(contents, path).not.toContain(root);
      expect(contents, path).not.toContain(process.cwd());
    }
    const map = files.find(({ path }) => /^parent-.*\.map$/.test(path));
    const { sources, sourcesContent } = JSON.parse(map?.contents ?? "{}");
    expect(sources).toContain("trigger/parent.ts");
    expect(sourcesContent[sources.indexOf("trigger/parent.ts")]).toBe(SOURCES["trigger/parent.ts"]);
    expect(files.map(({ path }) => path)).toContain("index.mjs");
  });

  test("names sources above the project as if they lay in it", async () => {
    const repository = await makeProject({
      "apps/jobs/trigger.config.ts": MINIMAL_CONFIG,
      "apps/jobs/trigger/a.ts": 'export { shared } from "../../../packages/shared.ts";',
      "packages/shared.ts": "export const shared = 1;",
    });
    const { files } = await bundleProject(`${repository}/apps/jobs`);
    const sources: string[] = files
      .filter(({ path }) => path.endsWith(".map"))
      .flatMap(({ contents }) => JSON.parse(contents).sources);
    expect(sources).toContain("packages/shared.ts");
    expect(sources.filter((source) => source.startsWith(".."))).toEqual([]);
  });

  test("holds the SDK once, whatever names it was imported by", async () => {
    const { files } = await bundleProject(await makeProject(SOURCES));
    const copies = files.filter(
      ({ path, contents }) =>
        path.endsWith(".mjs") && contents.includes("AbortTaskRunError extends"),
    );
    expect(copies.length).toBeLessThanOrEqual(1);
    const owners = files.filter(
      ({ path, contents }) => path.endsWith(".mjs") && contents.includes("function registerTask("),
    );
    expect(owners).toHaveLength(1);
  });
});

describe("an index", () => {
  test("lists each task with the file where it stands and the name it is exported under", async () => {
    const root = await makeProject(SOURCES);
    const archive = await bundleProject(root);
    const { tasks, queues } = await indexBundle({ archive, root, env: process.env });
    expect(tasks).toEqual([
      expect.objectContaining({
        id: "child",
        filePath: "trigger/deep/child.ts",
        exportName: "child",
      }),
      expect.objectContaining({
        id: "hidden",
        filePath: "trigger/parent.ts",
        exportName: undefined,
        queue: { name: undefined, concurrencyLimit: 1 },
      }),
      expect.objectContaining({ id: "made", filePath: "trigger/parent.ts", exportName: "default" }),
      {
        id: "parent",
        filePath: "trigger/parent.ts",
        exportName: "parent",
        description: "A parent",
        queue: MAILS,
        retry: { maxAttempts: 5, outOfMemory: { machine: "large-1x" } },
        machine: "small-2x",
        maxDuration: 60,
        ttl: "10m",
        payloadSchema: { type: "object" },
      },
    ]);
    expect(queues).toEqual([MAILS]);
  });

  test("gives code that is imported the variables it is started with, and leaves no folder behind", async () => {
    const root = await makeProject({
      "trigger.config.ts": MINIMAL_CONFIG,
      "trigger/a.ts": `import { task } from "@pawl/sdk";
        task({ id: process.env.TASK_ID!, run: async () => {} });`,
    });
    const archive = await bundleProject(root);
    const env = { ...process.env, TASK_ID: "from-env" };
    expect((await indexBundle({ archive, root, env })).tasks[0]?.id).toBe("from-env");
    expect((await readdir(root)).sort()).toEqual(["trigger", "trigger.config.ts"]);
  });

  test("does not wait for a file that never finishes importing", async () => {
    const root = await makeProject({
      "trigger.config.ts": MINIMAL_CONFIG,
      "trigger/hangs.ts": "setInterval(() => {}, 1000); await new Promise(() => {});",
    });
    const archive = await bundleProject(root);
    const indexed = indexBundle({ archive, root, env: process.env, importTimeoutMs: 2_000 });
    await expect(indexed).rejects.toThrow("trigger/hangs.ts did not finish importing within 2 s.");
  });
});
