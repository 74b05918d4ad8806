import { expect, test } from "vitest";
import { commitText } from "#components/deployments/commit-text.ts";

test("a commit is its branch, its short hash and its message", () => {
  expect(commitText(undefined)).toBe("");
  const git = { commitRef: "main", commitSha: "1a2b3c4d5e6f", commitMessage: "Fix it" };
  expect(commitText(git)).toBe("main · 1a2b3c4 · Fix it");
  expect(commitText({ commitSha: "1a2b3c4d5e6f", dirty: true })).toBe("1a2b3c4 with changes");
});
