import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { marked } from "marked";
import { describe, expect, it } from "vitest";
import { DOCS_PAGES } from "#components/docs/pages.ts";
import { readDocsPages, readDocsSnippets, withDocsProject } from "#test/support/docs.ts";
import { root } from "#test/support/root.ts";

const run = promisify(execFile);

describe("the documentation", () => {
  it("has a file for each page, which begins with its title", async () => {
    const pages = await readDocsPages();
    expect(pages.map(({ slug }) => slug).sort()).toEqual(DOCS_PAGES.map(({ slug }) => slug).sort());
    for (const { slug, source } of pages) {
      const [first] = marked.lexer(source);
      const title = DOCS_PAGES.find((page) => page.slug === slug)?.title;
      expect(first).toMatchObject({ type: "heading", depth: 1, text: title });
    }
  });

  it("names a file of its own for every piece of TypeScript", async () => {
    const snippets = await readDocsSnippets();
    expect(snippets.filter(({ path }) => path === undefined)).toEqual([]);
    const paths = snippets.map(({ path }) => path);
    expect(new Set(paths).size).toBe(paths.length);
    expect(paths.length).toBeGreaterThan(15);
  });

  it("has code that compiles, and tests that pass as they are printed", {
    timeout: 60_000,
  }, async () => {
    await withDocsProject(async (folder) => {
      const files = (await readDocsSnippets()).flatMap(({ path }) => path ?? []);
      const compilerOptions = { incremental: false, plugins: [] };
      const config = { extends: join(root, "tsconfig.json"), compilerOptions, files, include: [] };
      await writeFile(join(folder, "tsconfig.json"), JSON.stringify(config));
      const tsc = join(root, "node_modules/.bin/tsc");
      const { stdout } = await run(tsc, ["--noEmit", "-p", folder]).catch((failed) => failed);
      expect(stdout).toBe("");
      for (const test of ["tests/import-orders.ts", "tests/waits.ts"]) {
        await run(process.execPath, [join(folder, test)], { cwd: folder });
      }
    });
  });
});
