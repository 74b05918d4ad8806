import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { SDK_VERSION } from "#sdk/version.ts";
import { buildSdk } from "../../sdk/build.ts";
// What there is one of in a process is made by the source, which other files of this worker test.
import "#sdk/index.ts";

const SDK = join(import.meta.dirname, "../../sdk");
const manifest = JSON.parse(readFileSync(join(SDK, "package.json"), "utf8"));

beforeAll(async () => {
  await buildSdk();
});

describe("the package", () => {
  test("has the version that it sends", () => {
    expect(SDK_VERSION).toBe(manifest.version);
  });

  test("offers its sources first, then declarations, then JavaScript", () => {
    expect(Object.keys(manifest.exports["."])).toEqual(["@pawl/source", "types", "default"]);
  });

  test("is built once, and not again while nothing changes", async () => {
    expect(await buildSdk()).toBe("unchanged");
  });

  test("declares what it exports, without pointing at files it does not publish", () => {
    const declaration = readFileSync(join(SDK, "dist/index.d.ts"), "utf8");
    expect(declaration).toContain('from "./task.js"');
    expect(declaration).not.toContain('.ts"');
  });

  test("runs when built as it does from source", async () => {
    const built: object = await import(join(SDK, "dist/index.js"));
    const source: object = await import("#sdk/index.ts");
    expect(Object.keys(built).sort()).toEqual(Object.keys(source).sort());
  });
});
