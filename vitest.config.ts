import { defineConfig } from "vitest/config";
import { compileOnce } from "./test/support/compile-once.ts";

compileOnce();

/** `unit`: everything in one process and one Postgres. `e2e`: the product as people start it, one file at a time. */
export default defineConfig({
  test: {
    // Three for each core of the smallest machine: many tests wait, for processes and for moments.
    maxWorkers: 6,
    // Not how fast it is, but when to give up: a machine may have other things to do.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    globalSetup: ["test/support/compile-once.ts"],
    reporters: ["default", "./test/support/summary-reporter.ts"],
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["test/**/*.test.ts"],
          exclude: ["test/e2e/**"],
          globalSetup: ["test/support/global-setup.ts"],
          // Files share their worker's modules: loading and warming them up took most of the time. What a file
          // opens it closes, so that nothing of it reaches the next one.
          isolate: false,
        },
      },
      {
        extends: true,
        test: {
          name: "e2e",
          include: ["test/e2e/**/*.test.ts"],
          globalSetup: ["test/support/e2e-setup.ts"],
          fileParallelism: false,
          // As above; and they share a browser.
          isolate: false,
          // A journey of many steps through three programs may stumble on a busy machine. It is begun anew once, and
          // the summary names it: such a test is to be mended.
          retry: 1,
          testTimeout: 120_000,
          hookTimeout: 240_000,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
