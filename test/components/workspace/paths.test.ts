import { expect, test } from "vitest";
import { safeNextPath } from "#components/auth/next-path.ts";
import { environmentPath, sameSectionPath } from "#components/workspace/paths.ts";

const PROD = { org: "acme", project: "shop", env: "prod" };

test("an address is made of its three names", () => {
  expect(environmentPath(PROD)).toBe("/acme/shop/prod");
});

test("another environment opens at the same section, not at a run it does not have", () => {
  expect(sameSectionPath("/acme/shop/dev/runs/run_1", PROD)).toBe("/acme/shop/prod/runs");
  expect(sameSectionPath("/acme/shop/dev/test/hello", PROD)).toBe("/acme/shop/prod/test");
  expect(sameSectionPath("/acme/shop/dev", PROD)).toBe("/acme/shop/prod/tasks");
});

test("after sign-in only paths of our own are followed", () => {
  expect(safeNextPath("/acme/shop/dev/runs?statuses=FAILED")).toBe(
    "/acme/shop/dev/runs?statuses=FAILED",
  );
  for (const elsewhere of [
    undefined,
    ["/a"],
    "https://evil.example",
    "//evil.example",
    "/\\evil.example",
  ]) {
    expect(safeNextPath(elsewhere)).toBe("/");
  }
});
