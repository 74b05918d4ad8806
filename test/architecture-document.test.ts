import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { root } from "#test/support/root.ts";
import { stateDiagram } from "#test/support/state-diagram.ts";

const text = readFileSync(join(root, "ARCHITECTURE.md"), "utf8");

describe("ARCHITECTURE.md", () => {
  it("shows the state machine that the code executes", () => {
    expect(text).toContain(stateDiagram());
  });

  it("names files and folders that exist", () => {
    const named = [...text.matchAll(/`((?:app|components|prisma|worker|sdk|test)\/[^`]*)`/g)].map(
      ([, path = ""]) => path,
    );
    expect(named.length).toBeGreaterThan(20);
    expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });
});
