import { describe, expect, test } from "vitest";
import { findTaskFiles } from "#sdk/cli/build/find-task-files.ts";
import { matchesGlob } from "#sdk/cli/build/glob.ts";
import { makeProject } from "../support/project.ts";

const TREE = Object.fromEntries(
  [
    "trigger/a.ts",
    "trigger/init.mts",
    "trigger/nested/init.ts",
    "trigger/nested/b.jsx",
    "trigger/trigger/c.cts",
    "trigger/a.test.ts",
    "trigger/a.spec.tsx",
    "trigger/__tests__/helper.ts",
    "trigger/types.d.ts",
    "trigger/data.json",
    "trigger/node_modules/x/index.ts",
    "src/app/trigger/d.mjs",
    "src/jobs/e.ts",
    "src/trigger.ts",
    "node_modules/pkg/trigger/f.ts",
    ".next/trigger/g.ts",
    "dist/trigger/h.ts",
  ].map((path) => [path, ""]),
);

describe("findTaskFiles", () => {
  test("searches every folder named trigger, and neither tests, declarations, packages nor output", async () => {
    const root = await makeProject(TREE);
    expect(await findTaskFiles({ root, dirs: undefined, ignorePatterns: undefined })).toEqual({
      dirs: ["src/app/trigger", "trigger"],
      init: ["trigger/init.mts"],
      tasks: [
        "src/app/trigger/d.mjs",
        "trigger/a.ts",
        "trigger/nested/b.jsx",
        "trigger/nested/init.ts",
        "trigger/trigger/c.cts",
      ],
    });
  });

  test("searches the config's dirs instead, without what it ignores, each file once", async () => {
    const root = await makeProject(TREE);
    const dirs = ["./src/jobs", "trigger", "trigger/nested"];
    const ignorePatterns = ["trigger/trigger/**", "*.jsx"];
    expect(await findTaskFiles({ root, dirs, ignorePatterns })).toEqual({
      dirs: ["src/jobs", "trigger", "trigger/nested"],
      init: ["trigger/init.mts", "trigger/nested/init.ts"],
      tasks: ["src/jobs/e.ts", "trigger/a.ts"],
    });
  });
});

describe("matchesGlob", () => {
  test.each([
    ["trigger/a.test.ts", "*.{test,spec}.*", true],
    ["trigger/testing.ts", "*.{test,spec}.*", false],
    ["trigger/deep/a.ts", "trigger/*.ts", false],
    ["trigger/deep/a.ts", "trigger/**/*.ts", true],
    ["trigger/a.ts", "trigger/**/*.ts", true],
    ["trigger/a.ts", "./trigger/?.ts", true],
    ["trigger/ab.ts", "trigger/?.ts", false],
    ["__tests__/a.ts", "**/__tests__/**", true],
    ["a/__tests__/b/c.ts", "**/__tests__/**", true],
    ["trigger/a+b.ts", "trigger/a+b.ts", true],
    ["trigger/axb.ts", "trigger/a.b.ts", false],
    ["trigger/{x}.ts", "trigger/{x.ts", false],
  ])("%s against %s: %s", (path, pattern, expected) => {
    expect(matchesGlob(path, pattern)).toBe(expected);
  });
});
