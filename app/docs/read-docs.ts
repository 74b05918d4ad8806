import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { DOCS_PAGES } from "#components/docs/pages.ts";

const FOLDER = join(process.cwd(), "app/docs/content");

/** The source of a page; undefined for one that there is not. */
export async function findDoc(slug: string): Promise<string | undefined> {
  if (!DOCS_PAGES.some((page) => page.slug === slug)) return undefined;
  return readFile(join(FOLDER, `${slug}.md`), "utf8");
}

/** The text of every page, for searching. */
export async function readDocsTexts(): Promise<Record<string, string>> {
  const texts = await Promise.all(
    DOCS_PAGES.map(async ({ slug }) => [slug, (await findDoc(slug)) ?? ""] as const),
  );
  return Object.fromEntries(texts);
}
