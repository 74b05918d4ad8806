import { expect, test } from "vitest";
import { addNamedText, parseNamedTexts } from "#components/ui/named-texts.ts";

test("what was stored badly is nothing", () => {
  expect(parseNamedTexts(undefined)).toEqual([]);
  expect(parseNamedTexts("{")).toEqual([]);
  expect(parseNamedTexts('[{"name":"a"},{"name":"b","text":"c"}]')).toEqual([
    { name: "b", text: "c" },
  ]);
});

test("a name is given once, to the newest", () => {
  const all = addNamedText(
    [
      { name: "a", text: "1" },
      { name: "b", text: "2" },
    ],
    { name: "b", text: "3" },
  );
  expect(all).toEqual([
    { name: "b", text: "3" },
    { name: "a", text: "1" },
  ]);
});
