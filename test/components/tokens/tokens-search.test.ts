import { expect, test } from "vitest";
import {
  formatTokensSearch,
  hasFilters,
  parseTokensSearch,
  tokensApiQuery,
} from "#components/tokens/tokens-search.ts";

const parse = (query: string) => parseTokensSearch(new URLSearchParams(query));

test("the address holds the search, and an old one shows something", () => {
  expect(parse("")).toEqual({ statuses: [], text: "" });
  expect(hasFilters(parse("cursor=waitpoint_1"))).toBe(false);
  const address = "statuses=WAITING,TIMED_OUT&search=order+7&cursor=waitpoint_1&direction=backward";
  expect(formatTokensSearch(parse(address))).toBe(address);
  expect(parse("statuses=GONE,COMPLETED&direction=x&search=++")).toEqual({
    statuses: ["COMPLETED"],
    text: "",
  });
});

test("one field finds a tag or an id", () => {
  expect(tokensApiQuery(parse("search=order-7&statuses=WAITING"), 25)).toEqual({
    "page[size]": "25",
    "filter[status]": "WAITING",
    "filter[tags]": "order-7",
  });
  expect(tokensApiQuery(parse("search=waitpoint_1&cursor=waitpoint_2"), 25)).toEqual({
    "page[size]": "25",
    "page[after]": "waitpoint_2",
    "filter[id]": "waitpoint_1",
  });
  expect(tokensApiQuery(parse("cursor=waitpoint_2&direction=backward"), 25)).toMatchObject({
    "page[before]": "waitpoint_2",
  });
});
