import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { brotliDecompressSync } from "node:zlib";
import { expect, it } from "vitest";
import { temporaryFolder } from "#test/support/temporary-folder.ts";
import { compressStatic } from "#worker/startup/compress-static.ts";

it("compresses scripts and styles that are worth it, and leaves the rest", async () => {
  const folder = await temporaryFolder();
  await mkdir(join(folder, "chunks"));
  const code = "export const a = 1;\n".repeat(100);
  for (const name of ["chunks/a.js", "chunks/a.css", "chunks/font.woff2"]) {
    await writeFile(join(folder, name), code);
  }
  await writeFile(join(folder, "chunks/small.js"), "1");
  expect(await compressStatic(folder)).toBe(2);
  expect(
    (await readdir(join(folder, "chunks"))).filter((name) => name.endsWith(".br")).sort(),
  ).toEqual(["a.css.br", "a.js.br"]);
  const packed = await readFile(join(folder, "chunks/a.js.br"));
  expect(brotliDecompressSync(packed).toString()).toBe(code);
  expect(await compressStatic("/no/such/folder")).toBe(0);
});
