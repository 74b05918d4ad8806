import { expect, test } from "vitest";
import {
  formatLogsSearch,
  logsApiQuery,
  NO_LOG_FILTER,
  parseLogsSearch,
} from "#components/logs/logs-search.ts";

test("the address of the logs and what it says are the same, and nonsense is dropped", () => {
  expect(formatLogsSearch(NO_LOG_FILTER)).toBe("");
  const search = {
    search: "a b",
    levels: ["ERROR", "WARN"],
    task: "t",
    run: "run_1",
    period: "1h",
  };
  const address = formatLogsSearch({ ...search, levels: ["ERROR", "WARN"] });
  expect(parseLogsSearch(new URLSearchParams(address))).toEqual(search);
  expect(parseLogsSearch(new URLSearchParams("levels=LOUD&period=1s"))).toEqual(NO_LOG_FILTER);
});

test("the API is asked for what is chosen, without space around it", () => {
  const search = { ...NO_LOG_FILTER, search: " x ", task: " " };
  expect(logsApiQuery(search, undefined)).toBe("period=1d&search=x");
  expect(logsApiQuery({ ...search, levels: ["WARN"] }, "1.2")).toBe(
    "period=1d&search=x&level=WARN&after=1.2",
  );
});
