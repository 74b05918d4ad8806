import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Hundreds of processes that the tests start have the same sources: they are compiled once. Removed by the global setup. */
export function compileOnce(): void {
  process.env.NODE_COMPILE_CACHE = mkdtempSync(join(tmpdir(), "pawl-compiled-"));
}
