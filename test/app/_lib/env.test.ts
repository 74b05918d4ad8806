import { describe, expect, it } from "vitest";
import { readWebEnv } from "#app/_lib/env.ts";

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
