import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { readSettings } from "#worker/startup/settings.ts";

const root = resolve(import.meta.dirname, "../../..");
const NODE_ENV = "test";

describe("readSettings", () => {
  it("needs nothing: everything has a default", () => {
    expect(readSettings({ NODE_ENV })).toEqual({
      port: 3000,
      host: "127.0.0.1",
      url: "http://localhost:3000",
      databaseUrl: undefined,
      directory: join(root, ".pawl"),
      root,
    });
  });

  it("takes what the environment says", () => {
    const source = {
      NODE_ENV,
      PORT: "4000",
      HOST: "0.0.0.0",
      PAWL_URL: "https://pawl.example.com/",
      DATABASE_URL: "postgresql://db/pawl",
      PAWL_DIR: "/srv/pawl",
    } as const;
    expect(readSettings(source)).toMatchObject({
      port: 4000,
      host: "0.0.0.0",
      url: "https://pawl.example.com",
      databaseUrl: "postgresql://db/pawl",
      directory: "/srv/pawl",
    });
  });

  it("takes the address from the port, and an empty DATABASE_URL for none", () => {
    expect(readSettings({ NODE_ENV, PORT: "4000", DATABASE_URL: "" })).toMatchObject({
      url: "http://localhost:4000",
      databaseUrl: undefined,
    });
  });

  it("names every variable that is wrong", () => {
    const source = { NODE_ENV, PORT: "many", PAWL_URL: "pawl" } as const;
    expect(() => readSettings(source)).toThrow(/are wrong:\n {2}PORT: [^\n]+\n {2}PAWL_URL: /);
  });
});
