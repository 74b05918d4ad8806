import { parseEnv } from "node:util";
import { describe, expect, it } from "vitest";
import { parseDotenv } from "#components/environment-variables/parse-dotenv.ts";

const parsed = (text: string) =>
  Object.fromEntries(parseDotenv(text).map(({ name, value }) => [name, value]));

describe("parseDotenv", () => {
  it.each([
    "A=1\nB=2",
    "A=1\r\nB=2\r\n",
    "# a comment\n\n  A = 1  \nexport B=two words\n",
    "A=\nB=1",
    "A=1 # why",
    'A="1 # not a comment" # why\nB=2',
    "A='single $quoted \"x\"'\nB=`back 'ticks'`",
    'KEY="-----BEGIN-----\nabc\n-----END-----"\nB=2',
    'A="one\\ntwo"',
    "URL=postgres://u:p@host/db?a=b&c=d\nB=x=y",
    "A=1\nA=2",
    "no variable here\nA=1",
    "",
    "A='not closed\nB=2",
    "  export   LONG_NAME=ä ö 🐾",
  ])("reads %j as Node does", (text) => {
    expect(parsed(text)).toEqual({ ...parseEnv(text) });
  });

  it("keeps the order, and the last value of a name", () => {
    expect(parseDotenv("B=1\nA=2\nB=3")).toEqual([
      { name: "B", value: "3" },
      { name: "A", value: "2" },
    ]);
  });
});
