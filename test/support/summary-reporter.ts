import { writeFileSync } from "node:fs";
import type { Reporter, TestModule } from "vitest/node";
import { COUNTS_FILE, describeCounts, type TestCounts } from "./test-counts.ts";

/** The last line of a run: its counts; and before it the tests that passed only when they were repeated. */
export default class SummaryReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    for (const test of tests.filter((one) => one.diagnostic()?.flaky)) {
      console.log(`passed at the second try: ${test.fullName}`);
    }
    const counts = count(modules, errors);
    const { [COUNTS_FILE]: file } = process.env;
    if (file) writeFileSync(file, JSON.stringify(counts));
    else console.log(describeCounts(counts));
  }
}

function count(modules: readonly TestModule[], errors: readonly unknown[]): TestCounts {
  const count = { passed: 0, failed: errors.length, skipped: 0, pending: 0 };
  for (const module of modules) {
    const tests = [...module.children.allTests()];
    for (const test of tests) count[test.result().state]++;
    // A file that could not be loaded has no tests to count.
    if (module.state() === "failed" && tests.length === 0) count.failed++;
  }
  return { passed: count.passed, failed: count.failed, skipped: count.skipped + count.pending };
}
