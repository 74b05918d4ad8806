import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { extendTailwindMerge } from "tailwind-merge";
import { expect, test } from "vitest";
import { mergeClasses } from "#components/ui/merge-classes.ts";
import { root } from "#test/support/root.ts";

const library = extendTailwindMerge({
  extend: {
    classGroups: {
      // Our type roles share the `text-` prefix with colours.
      "font-size": [{ text: ["hero", "title", "section", "body", "caption", "mono"] }],
      shadow: [{ shadow: ["floating"] }],
      rounded: [{ rounded: ["small", "control", "panel", "full"] }],
    },
  },
});

/** Every class in our sources without its variants: what the library knows, and would take away when it stood there twice. */
function classesInUse(): string[] {
  const sources = globSync("{app,components}/**/*.{ts,tsx}", { cwd: root });
  const words = sources.flatMap((path) => {
    const strings = readFileSync(join(root, path), "utf8").match(/"[^"\n]*"|`[^`]*`/g) ?? [];
    return strings.flatMap((text) => text.slice(1, -1).split(/\s+/));
  });
  const names = words.map((word) => word.replace(/^([\w-]+(\[[^\]]*\])?(\/\w+)?:)+/, ""));
  const known = [...new Set(names)].filter(
    (name) => /^-?[a-z][\w./%()[\],-]*$/.test(name) && library(`${name} ${name}`) === name,
  );
  // Two of those that differ by their numbers are as good as all.
  const byShape = Map.groupBy(known, (name) => name.replace(/\d[\d.]*|\[.*\]|\(.*\)/g, "0"));
  return [...byShape.values()].flatMap((alike) => alike.slice(0, 2));
}

test("of every two classes in use, the same one goes as with the library", () => {
  const names = classesInUse();
  expect(names.length).toBeGreaterThan(200);
  const differing = names.flatMap((first) =>
    names
      .map((second) => `${first} ${second}`)
      .filter((pair, index) => names[index] !== first && library(pair) !== mergeClasses(pair)),
  );
  expect(differing).toEqual([]);
});

test("a class of another variant takes nothing back", () => {
  expect(mergeClasses("p-2 hover:p-4 px-1 hover:px-0 p-3")).toBe("hover:p-4 hover:px-0 p-3");
  expect(mergeClasses("[&>p]:mt-1 mt-2 [&>p]:mt-3")).toBe("mt-2 [&>p]:mt-3");
  expect(mergeClasses("w-4! w-6 group/row of-ours of-ours")).toBe(
    "w-4! w-6 group/row of-ours of-ours",
  );
});
