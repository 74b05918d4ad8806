import { expect, test } from "vitest";
import { changedIds, mergeFresh, newRunsLabel, patchRows } from "#components/runs/live-rows.ts";
import { aListItem, at } from "#test/components/support.ts";

const run = (
  id: string,
  createdMs: number,
  status: "QUEUED" | "EXECUTING" | "COMPLETED" = "QUEUED",
) => aListItem({ id, createdAt: at(createdMs), status });

test("rows keep their places and take their new values", () => {
  const { rows } = mergeFresh(
    [run("b", 2), run("a", 1)],
    [run("a", 1, "COMPLETED"), run("b", 2, "EXECUTING")],
    true,
  );
  expect(rows.map((row) => [row.id, row.status])).toEqual([
    ["b", "EXECUTING"],
    ["a", "COMPLETED"],
  ]);
});

test("new runs wait until they are asked for", () => {
  const merged = mergeFresh([run("a", 1)], [run("c", 3), run("b", 2), run("a", 1)], true);
  expect(merged.rows.map((row) => row.id)).toEqual(["a"]);
  expect(merged.waiting.map((row) => row.id)).toEqual(["c", "b"]);
});

test("a row that no longer matches the filter stays", () => {
  expect(mergeFresh([run("a", 1)], [], true).rows.map((row) => row.id)).toEqual(["a"]);
});

test("what slid in from the next page is not new", () => {
  const merged = mergeFresh([run("c", 3), run("b", 2)], [run("b", 2), run("a", 1)], true);
  expect(merged.waiting).toEqual([]);
});

test("only the first page announces", () => {
  expect(mergeFresh([run("a", 1)], [run("b", 2), run("a", 1)], false).waiting).toEqual([]);
});

test("an empty list fills itself", () => {
  const merged = mergeFresh([], [run("a", 1)], true);
  expect(merged.rows.map((row) => row.id)).toEqual(["a"]);
  expect(merged.waiting).toEqual([]);
});

test("the announcement counts, up to a page", () => {
  expect(newRunsLabel(1, 25)).toBe("1 new run");
  expect(newRunsLabel(12, 25)).toBe("12 new runs");
  expect(newRunsLabel(25, 25)).toBe("25+ new runs");
});

test("an answer that was asked for earlier and comes later takes nothing back", () => {
  const row = { ...run("a", 1, "COMPLETED"), updatedAt: at(9) };
  const late = { ...run("a", 1, "EXECUTING"), updatedAt: at(8) };
  expect(mergeFresh([row], [late], true).rows).toEqual([row]);
  expect(patchRows([late, run("b", 2)], new Map([["a", row]]))[0]).toBe(row);
});

test("a message is about the rows that it names, and that can still change", () => {
  const rows = [run("c", 3), run("b", 2, "COMPLETED"), run("a", 1, "EXECUTING")];
  expect(changedIds(rows, { runIds: ["a", "b", "z"], isTruncated: false })).toEqual(["a"]);
  expect(changedIds(rows, { runIds: [], isTruncated: true })).toEqual(["c", "a"]);
});
