import { describe, expect, it } from "vitest";
import { freeSlug, slugOf } from "#worker/domain/slugs.ts";

describe("slugOf", () => {
  it("keeps what can stand in an address", () => {
    expect(slugOf("Acme Web-Shop")).toBe("acme-web-shop");
    expect(slugOf("  Čeština & Größe!  ")).toBe("cestina-gro-e");
    expect(slugOf("_pawl")).toBe("pawl");
    expect(slugOf("日本")).toBe("");
    expect(slugOf(`${"a".repeat(39)} bc`)).toBe("a".repeat(39));
  });
});

describe("freeSlug", () => {
  it("numbers what is taken, and falls back where nothing is left of the name", () => {
    const taken = ["shop", "shop-2"];
    expect(freeSlug("Store", { fallback: "project", taken })).toBe("store");
    expect(freeSlug("Shop", { fallback: "project", taken })).toBe("shop-3");
    expect(freeSlug("店", { fallback: "project", taken })).toBe("project");
  });

  it("leaves the addresses of our own pages alone", () => {
    expect(freeSlug("Docs", { fallback: "team", taken: [] })).toBe("docs-2");
  });
});
