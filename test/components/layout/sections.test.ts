import { expect, test } from "vitest";
import { sectionGroups } from "#components/layout/sections.ts";
import { pathsOf } from "#components/workspace/paths.ts";

test("every page of the sidebar has an address and keys of its own", () => {
  const paths = pathsOf({
    organization: { slug: "acme" },
    project: { slug: "shop" },
    environment: { id: "env_1", slug: "prod" },
  });
  const sections = sectionGroups(paths).flatMap((group) => group.sections);
  expect(sections.length).toBeGreaterThan(15);
  expect(new Set(sections.map(({ href }) => href)).size).toBe(sections.length);
  expect(new Set(sections.map(({ shortcut }) => shortcut)).size).toBe(sections.length);
});
