import { describe, expect, it } from "vitest";
import { isGalleryOpen, readWebEnv } from "#app/_lib/env.ts";

const NODE_ENV = "test";
const needed = {
  NODE_ENV,
  DATABASE_URL: "postgresql://db/pawl",
  PAWL_ENCRYPTION_KEY: "key",
  PAWL_AUTH_SECRET: "sixteen characters",
} as const;

describe("readWebEnv", () => {
  it("takes what the starter sets", () => {
    expect(readWebEnv(needed)).toMatchObject({
      DATABASE_URL: "postgresql://db/pawl",
      PAWL_URL: "http://localhost:3000",
    });
  });

  it("names every variable that is missing or wrong, and who sets them", () => {
    const source = { NODE_ENV, PAWL_AUTH_SECRET: "short", PAWL_URL: "nowhere" } as const;
    const names =
      /DATABASE_URL[\s\S]*PAWL_ENCRYPTION_KEY[\s\S]*PAWL_AUTH_SECRET[\s\S]*PAWL_URL[\s\S]*npm start/;
    expect(() => readWebEnv(source)).toThrow(names);
  });
});

describe("the gallery", () => {
  it("is open outside production, or where it is asked for", () => {
    expect(isGalleryOpen({ NODE_ENV: "development" })).toBe(true);
    expect(isGalleryOpen({ NODE_ENV: "production" })).toBe(false);
    expect(isGalleryOpen({ NODE_ENV: "production", PAWL_GALLERY: "0" })).toBe(false);
    expect(isGalleryOpen({ NODE_ENV: "production", PAWL_GALLERY: "1" })).toBe(true);
  });
});
