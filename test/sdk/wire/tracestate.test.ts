import { expect, test } from "vitest";
import { formatTracestate, parseTracestate } from "#sdk/wire/tracestate.ts";

test.each([
  ["congo=t61 , 2rojo@vendor=a b!", "congo=t61,2rojo@vendor=a b!"],
  ["a=1,,b=2", "a=1,b=2"],
  ["a=1,a=2", ""],
  ["A=1", ""],
  ["a=1,b", ""],
  [Array.from({ length: 33 }, (_, n) => `k${n}=1`).join(","), ""],
  [`a=${"x".repeat(300)}`, ""],
  [null, ""],
])("tracestate %s is handed on as %s", (text, handedOn) => {
  expect(formatTracestate(parseTracestate(text))).toBe(handedOn);
});
