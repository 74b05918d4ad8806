import { describe, expect, it } from "vitest";
import {
  emptyRow,
  pastedEntries,
  rowProblems,
  withEntries,
  writtenRows,
} from "#components/environment-variables/draft-rows.ts";

describe("a pasted text", () => {
  it("explodes in a name from one variable on, in a value from two", () => {
    expect(pastedEntries("A=1", "name")).toEqual([{ name: "A", value: "1" }]);
    expect(pastedEntries("DATABASE_URL", "name")).toBeUndefined();
    expect(pastedEntries("a=b", "value")).toBeUndefined();
    expect(pastedEntries("A=1\nB=2", "value")).toHaveLength(2);
    expect(pastedEntries("-----BEGIN-----\nabc==\n-----END-----", "value")).toBeUndefined();
  });

  it("goes over rows of the same name, and replaces empty ones", () => {
    const rows = [{ id: 1, name: "A", value: "old" }, emptyRow(2)];
    expect(
      withEntries(rows, [
        { name: "B", value: "2" },
        { name: "A", value: "1" },
      ]),
    ).toEqual([
      { id: 1, name: "A", value: "1" },
      { id: 3, name: "B", value: "2" },
    ]);
  });
});

describe("rows", () => {
  it("that are empty do not count, and names lose the space around them", () => {
    const rows = [emptyRow(1), { id: 2, name: " A ", value: "" }];
    expect(writtenRows(rows)).toEqual([{ id: 2, name: "A", value: "" }]);
  });

  it("say what is wrong with them", () => {
    const problems = rowProblems([
      { id: 1, name: "A", value: "1" },
      { id: 2, name: "A", value: "2" },
      { id: 3, name: "1A", value: "" },
      { id: 4, name: "", value: "x" },
      { id: 5, name: "NODE_OPTIONS", value: "x" },
      { id: 6, name: "LONG", value: "x".repeat(128 * 1024 + 1) },
      emptyRow(7),
    ]);
    expect([...problems.keys()]).toEqual([2, 3, 4, 5, 6]);
    expect(problems.get(2)).toBe("A is here twice");
    expect(problems.get(4)).toBe("This value needs a name");
  });
});
