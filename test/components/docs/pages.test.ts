import { expect, it } from "vitest";
import { DOCS_PAGES, docsPath, findDocs } from "#components/docs/pages.ts";

it("finds pages by title, summary and text; every word has to occur", () => {
  const found = (search: string, texts = {}) => findDocs(search, texts).map(({ slug }) => slug);
  expect(found("")).toHaveLength(DOCS_PAGES.length);
  expect(found("CRON zones")).toEqual(["schedules"]);
  expect(found("advisory")).toEqual([]);
  expect(found("advisory lock", { deploy: "an advisory Lock" })).toEqual(["deploy"]);
  expect(docsPath("deploy")).toBe("/docs/deploy");
});
