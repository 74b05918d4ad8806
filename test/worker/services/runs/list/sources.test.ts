import { expect, it } from "vitest";
import { sourcesOf } from "#worker/services/runs/list/sources.ts";
import { listRunsQuery } from "#worker/services/runs/list.ts";

const of = (query: Record<string, string>) => sourcesOf({}, listRunsQuery.parse(query));
const sides = (query: Record<string, string>) => of(query).map(({ side }) => side);

it("reads everything through the plain index", () => {
  expect(of({})).toEqual([{ side: "ALL", narrowed: {} }]);
});

it("reads each value of a rare column through its index, and what is not over beside it", () => {
  const sources = of({ "filter[tag]": "a,b" });
  expect(sources.filter(({ side }) => side === "ENDED").map(({ narrowed }) => narrowed)).toEqual([
    { tags: { hasSome: ["a"] } },
    { tags: { hasSome: ["b"] } },
  ]);
  expect(sources.filter(({ side }) => side === "OPEN")).toHaveLength(1);
  expect(sources.filter(({ side }) => side === "FEW")).toHaveLength(5);
});

it("leaves out the side that the statuses leave out", () => {
  expect(sides({ "filter[status]": "FAILED,CRASHED" })).toEqual(["ENDED", "ENDED"]);
  expect(sides({ "filter[status]": "EXECUTING" })).toEqual(["FEW"]);
  expect(sides({ "filter[status]": "EXECUTING", "filter[queue]": "a" })).toEqual(["FEW"]);
  expect(sides({ "filter[status]": "COMPLETED" })).toEqual(["ALL"]);
});

it("does not ask for more parts than pay", () => {
  const many = Array.from({ length: 9 }, (_, i) => `task-${i}`).join(",");
  expect(sides({ "filter[taskIdentifier]": many })).toEqual(["ALL"]);
  expect(sides({ "filter[taskIdentifier]": "a,b" })).toEqual(["ALL", "ALL"]);
});
