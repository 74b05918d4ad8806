import { expect, test } from "vitest";
import { parseColumns } from "#components/runs/run-columns.ts";

test("columns are those that were chosen, in the table’s order, and never without status and task", () => {
  expect(parseColumns("tags,machine,nonsense")).toEqual(["status", "task", "machine", "tags"]);
  expect(parseColumns(undefined)).toContain("queue");
});
