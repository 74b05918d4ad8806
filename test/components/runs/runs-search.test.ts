import { describe, expect, test } from "vitest";
import {
  formatRunsSearch,
  hasFilters,
  isFirstPage,
  NO_FILTERS,
  parseRunsSearch,
  type RunsSearch,
  runsApiFilter,
  runsApiQuery,
} from "#components/runs/runs-search.ts";

const parse = (query: string) => parseRunsSearch(new URLSearchParams(query));

describe("the address of the runs page", () => {
  test("nothing chosen is an empty address", () => {
    expect(parse("")).toEqual(NO_FILTERS);
    expect(formatRunsSearch(NO_FILTERS)).toBe("");
  });

  test("reads statuses, tasks and page", () => {
    expect(
      parse("statuses=FAILED,CRASHED&tasks=hello-world&cursor=run_9&direction=backward"),
    ).toEqual({
      ...NO_FILTERS,
      statuses: ["FAILED", "CRASHED"],
      tasks: ["hello-world"],
      cursor: { id: "run_9", direction: "backward" },
    });
  });

  test("unknown statuses and directions are dropped, repeated values count once", () => {
    const search = parse(
      "statuses=NOPE,FAILED,FAILED&tasks=b,a,,b&cursor=run_9&direction=sideways",
    );
    expect(search.statuses).toEqual(["FAILED"]);
    expect(search.tasks).toEqual(["a", "b"]);
    expect(search.cursor?.direction).toBe("forward");
  });

  test("one selection has one address, whatever the order of the clicks", () => {
    expect(formatRunsSearch(parse("statuses=CRASHED,FAILED"))).toBe(
      formatRunsSearch(parse("statuses=FAILED,CRASHED")),
    );
  });

  test("is readable", () => {
    expect(formatRunsSearch(parse("statuses=FAILED,CRASHED&tasks=a"))).toBe(
      "statuses=FAILED,CRASHED&tasks=a",
    );
  });

  test.each(["a,b", "images/resize", "ü & =", "100%"])("the task id %s survives", (taskId) => {
    const search: RunsSearch = { ...NO_FILTERS, tasks: [taskId] };
    expect(parse(formatRunsSearch(search))).toEqual(search);
  });
});

test("the API is asked in its own words", () => {
  const search = parse("statuses=FAILED&tasks=a&cursor=run_9&direction=backward");
  expect(Object.fromEntries(new URLSearchParams(runsApiQuery(search, 25)))).toEqual({
    "page[size]": "25",
    "page[before]": "run_9",
    "filter[status]": "FAILED",
    "filter[taskIdentifier]": "a",
  });
  expect(runsApiQuery(parse("cursor=run_9"), 25)).toContain("page%5Bafter%5D=run_9");
});

test("the runs of a bulk action are a filter like any other", () => {
  const search = parse("bulkId=bulk_1&statuses=FAILED");
  expect(formatRunsSearch(search)).toBe("statuses=FAILED&bulkId=bulk_1");
  expect(hasFilters(parse("bulkId=bulk_1"))).toBe(true);
  expect(runsApiFilter(search)).toEqual({
    "filter[status]": "FAILED",
    "filter[bulkAction]": "bulk_1",
  });
});

test("the runs of a group of errors are, too", () => {
  expect(runsApiFilter(parse("error=error_1"))).toEqual({ "filter[error]": "error_1" });
  expect(formatRunsSearch(parse("error=error_1"))).toBe("error=error_1");
});

test("every filter survives the address, and reaches the API", () => {
  const address =
    "statuses=FAILED&tags=a,b&period=7d&batch=batch_1&isTest=false&rootOnly=true&field=payload.n+%3D+1";
  const search = parse(address);
  expect(parse(formatRunsSearch(search))).toEqual(search);
  expect(runsApiFilter(search)).toEqual({
    "filter[status]": "FAILED",
    "filter[tag]": "a,b",
    "filter[createdAt][period]": "7d",
    "filter[batch]": "batch_1",
    "filter[isTest]": "false",
    "filter[rootOnly]": "true",
    "filter[fields]": '["payload.n = 1"]',
  });
  expect(parse("field=nonsense").fields).toEqual([]);
});

test("a page is not a filter", () => {
  expect(hasFilters(parse("cursor=run_9"))).toBe(false);
  expect(isFirstPage(parse("cursor=run_9"))).toBe(false);
  expect(hasFilters(parse("tasks=a"))).toBe(true);
});
