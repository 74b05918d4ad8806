import { mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Hundreds of processes that the tests start have the same sources: they are compiled once. */
export function compileOnce(): void {
  process.env.NODE_COMPILE_CACHE = mkdtempSync(join(tmpdir(), "pawl-compiled-"));
}

/** Removes what they have compiled when the run ends. */
export default function setup(): () => Promise<void> {
  return async () => {
    const { NODE_COMPILE_CACHE: compiled } = process.env;
    // Processes write to it as they end, some of them a moment after the tests: what they leave is no fault.
    if (compiled)
      await rm(compiled, { recursive: true, force: true, maxRetries: 5 }).catch(() => {});
  };
}
