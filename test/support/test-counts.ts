/** Names the file to which a run writes its counts, for whoever began several. */
export const COUNTS_FILE = "PAWL_TEST_COUNTS";

export interface TestCounts {
  passed: number;
  failed: number;
  skipped: number;
}

export const NO_TESTS: TestCounts = { passed: 0, failed: 0, skipped: 0 };

export function addCounts(one: TestCounts, other: TestCounts): TestCounts {
  return {
    passed: one.passed + other.passed,
    failed: one.failed + other.failed,
    skipped: one.skipped + other.skipped,
  };
}

/** The last line of a run, in a form that any tool can read. */
export function describeCounts({ passed, failed, skipped }: TestCounts): string {
  return `\n${passed} passed, ${failed} failed, ${skipped} skipped`;
}
