import { describe, expect, it } from "vitest";
import { friendlyId } from "#worker/domain/ids.ts";
import {
  createdAtWhere,
  csv,
  cursorQuery,
  instant,
  pageArguments,
  readPosition,
  toPage,
} from "#worker/services/cursor-page.ts";
import { newId } from "#worker/services/new-id.ts";

const [a, b, c] = [newId(), newId(), newId()].map((id) => ({ id })) as [
  { id: string },
  { id: string },
  { id: string },
];
const cursor = (row: { id: string }) => friendlyId("run", row.id);
const position = (query: Record<string, string>) =>
  readPosition("run", cursorQuery.parse({ "page[size]": "2", ...query }));

describe("the pages of a list", () => {
  it("say where their neighbours begin", () => {
    expect(toPage("run", position({}), [c, b, a])).toEqual({
      rows: [c, b],
      pagination: { next: cursor(b) },
    });
    const second = position({ "page[after]": cursor(b) });
    expect(pageArguments(second)).toEqual({
      where: { id: { lt: b.id } },
      orderBy: { id: "desc" },
      take: 3,
    });
    expect(toPage("run", second, [a])).toEqual({
      rows: [a],
      pagination: { previous: cursor(a) },
    });
  });

  it("are read backwards where both cursors are given", () => {
    const back = position({ "page[after]": cursor(b), "page[before]": cursor(a) });
    expect(pageArguments(back)).toMatchObject({ where: { id: { gt: a.id } } });
    expect(toPage("run", back, [b, c])).toEqual({
      rows: [c, b],
      pagination: { next: cursor(b) },
    });
  });

  it("refuse a cursor that no list has returned", () => {
    expect(() => position({ "page[after]": "batch_1" })).toThrow(/is not one that a list/);
    expect(() => position({ "page[size]": "101" })).toThrow();
  });
});

describe("filters", () => {
  it("read lists and moments, and a period wins over its ends", () => {
    expect(csv.parse("a,,b")).toEqual(["a", "b"]);
    expect(instant.parse("1000")).toEqual(new Date(1000));
    expect(instant.safeParse("soon").success).toBe(false);
    const [now, from] = [new Date(10_000), new Date(1)];
    expect(createdAtWhere(now, {})).toEqual({});
    expect(createdAtWhere(now, { period: "5s", from })).toEqual({
      createdAt: { gte: new Date(5_000) },
    });
    expect(createdAtWhere(now, { from, to: now })).toEqual({ createdAt: { gte: from, lte: now } });
  });
});
