import { describe, expect, test } from "vitest";
import { filterSuggestions } from "#components/runs/filter-suggestions.ts";
import { filterTokens } from "#components/runs/filter-tokens.ts";
import { NO_FILTERS, parseRunsSearch, type RunsSearch } from "#components/runs/runs-search.ts";

const FACETS = {
  ...{ tasks: ["send-receipt", "process-order"], tags: ["user_1"] },
  ...{ queues: ["emails"], keys: ["tenant_1"], versions: ["20260101.1"] },
};
const suggest = (text: string, search: RunsSearch = NO_FILTERS) =>
  filterSuggestions(text, search, FACETS);
const labels = (text: string) => suggest(text).map(({ label }) => label);
const pick = (text: string, search?: RunsSearch): RunsSearch => {
  const [first] = suggest(text, search).filter(({ kind }) => kind === "FILTER");
  if (first?.kind !== "FILTER") throw new Error(`${text} suggests no filter.`);
  return first.search;
};

describe("what is suggested", () => {
  test("names, while nothing is typed", () => {
    expect(labels("").slice(0, 3)).toEqual(["Status…", "Task…", "Version…"]);
    expect(labels("")).toContain("payload.…");
  });

  test("values of whatever has them", () => {
    expect(pick("failed").statuses).toEqual(["FAILED"]);
    expect(pick("receipt").tasks).toEqual(["send-receipt"]);
    expect(pick("last hour").period).toBe("1h");
    expect(pick("Task: order").tasks).toEqual(["process-order"]);
    expect(pick("Created: 2h").period).toBe("2h");
    expect(pick("Created: 2026-01-31").from).toBe("2026-01-31T00:00:00.000Z");
    expect(labels("sched")).toContain("Schedule…");
    expect(suggest("Schedule: ")).toEqual([]);
    const knownIds = [{ id: "sched_1", label: "daily-report", hint: "At 09:00" }];
    const [known] = filterSuggestions("schedule: 09", NO_FILTERS, { ...FACETS, knownIds });
    expect(known).toMatchObject({ label: "daily-report", search: { schedule: "sched_1" } });
    expect(pick("Schedule: sched_01k6f2h8v7e0p9q2r4s6t8v0w2").schedule).toMatch(/^sched_/);
    expect(pick("batch_01k6f2h8v7e0p9q2r4s6t8v0w2").batch).toBe("batch_01k6f2h8v7e0p9q2r4s6t8v0w2");
  });

  test("what was typed itself, where any text may be meant", () => {
    expect(pick("Tag: a new one").tags).toEqual(["a new one"]);
    expect(suggest("Task: no-such-task")).toEqual([]);
  });

  test("conditions on fields, with how far they look", () => {
    expect(pick("payload.userId=42").fields).toEqual(["payload.userId = 42"]);
    expect(suggest("payload.userId=42")[0]?.hint).toMatch(/newest 5 000 runs/);
  });

  test("nothing that is chosen already, on the first page of the result", () => {
    const search = parseRunsSearch(new URLSearchParams("statuses=FAILED&cursor=run_1"));
    expect(suggest("Status: fail", search).map(({ label }) => label)).toEqual(["System failure"]);
    expect(pick("crashed", search)).toEqual({ ...NO_FILTERS, statuses: ["FAILED", "CRASHED"] });
  });
});

test("each filter is a chip, and without it the rest stays", () => {
  const address =
    "statuses=FAILED&tags=a,b&period=1h&field=payload.n+%3D+1&isTest=true&batch=batch_1&cursor=run_1";
  const search = parseRunsSearch(new URLSearchParams(address));
  const tokens = filterTokens(search);
  expect(tokens.map(({ name, value }) => `${name}: ${value}`)).toEqual([
    "Status: Failed",
    "Tag: a",
    "Tag: b",
    "Field: payload.n = 1",
    "Created: Last hour",
    "Batch: batch_1",
    "Test: only",
  ]);
  const { cursor: _, ...filters } = search;
  expect(tokens[1]?.rest).toEqual({ ...filters, tags: ["b"] });
  const { period: __, ...untimed } = filters;
  expect(tokens[4]?.rest).toEqual(untimed);
});
