import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { root } from "./root.ts";

export interface DocsSnippet {
  /** The page it stands on. */
  page: string;
  /** The file that its first line names; undefined where it names none. */
  path: string | undefined;
  code: string;
}

const FOLDER = join(root, "app/docs/content");

export async function readDocsPages(): Promise<{ slug: string; source: string }[]> {
  const names = await readdir(FOLDER);
  return Promise.all(
    names.map(async (name) => ({
      slug: name.replace(/\.md$/, ""),
      source: await readFile(join(FOLDER, name), "utf8"),
    })),
  );
}

/** Every block of TypeScript in the documentation. */
export async function readDocsSnippets(): Promise<DocsSnippet[]> {
  const pages = await readDocsPages();
  return pages.flatMap(({ slug, source }) =>
    [...source.matchAll(/```ts\n(.*?)```/gs)].map(([, code = ""]) => ({
      page: slug,
      path: /^\/\/ (\S+\.ts)\n/.exec(code)?.[1],
      code,
    })),
  );
}

/** One project of all of them, below the repository, where the packages they import are found. */
export async function withDocsProject<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(root, ".pawl-docs-"));
  try {
    for (const { path, code } of await readDocsSnippets()) {
      if (!path) continue;
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), code);
    }
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
