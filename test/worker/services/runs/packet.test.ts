import superjson from "superjson";
import { describe, expect, it } from "vitest";
import { packetToJson } from "#worker/services/runs/packet.ts";

describe("packetToJson", () => {
  it("has no value for nothing", () => {
    expect(packetToJson(null, "application/json")).toBeUndefined();
  });

  it("gives text as it is", () => {
    expect(packetToJson('{"a":1}', "text/plain")).toBe('{"a":1}');
  });

  it("reads JSON", () => {
    expect(packetToJson('{"a":[1,null]}', "application/json")).toEqual({ a: [1, null] });
  });

  it("flattens what only superjson can say", () => {
    const value = {
      at: new Date("2026-01-02T03:04:05.006Z"),
      big: 12345678901234567890n,
      map: new Map([["k", new Set([1, 2])]]),
      none: undefined,
      url: new URL("https://example.com/"),
      list: [1, undefined],
    };
    expect(packetToJson(superjson.stringify(value), "application/super+json")).toEqual({
      at: "2026-01-02T03:04:05.006Z",
      big: "12345678901234567890",
      map: { k: [1, 2] },
      url: "https://example.com/",
      list: [1, null],
    });
  });

  it.each([
    [undefined, undefined],
    [null, null],
    ["text", "text"],
    [7, 7],
  ])("flattens a bare %j", (value, json) => {
    expect(packetToJson(superjson.stringify(value), "application/super+json")).toEqual(json);
  });
});
