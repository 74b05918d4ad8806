import type { Reporter, TestModule } from "vitest/node";

/** The last line of a run, in a form that any tool can read, and before it the tests that passed only when they were repeated. */
export default class SummaryReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const count = { passed: 0, failed: errors.length, skipped: 0, pending: 0 };
    for (const module of modules) {
      for (const test of module.children.allTests()) count[test.result().state]++;
      // A file that could not be loaded has no tests to count.
      if (module.state() === "failed" && [...module.children.allTests()].length === 0)
        count.failed++;
    }
    const flaky = modules
      .flatMap((module) => [...module.children.allTests()])
      .filter((test) => test.diagnostic()?.flaky);
    for (const test of flaky) console.log(`passed at the second try: ${test.fullName}`);
    console.log(
      `\n${count.passed} passed, ${count.failed} failed, ${count.skipped + count.pending} skipped`,
    );
  }
}
