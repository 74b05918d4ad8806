import type { SourceMap } from "node:module";
import { builtin } from "./builtin.ts";

/**
 * Stacks name the author's files. Node's own way (`--enable-source-maps`) reads the map of every file that is
 * loaded, which is a fifth of a cold start; here a map is read when the first stack that needs it is looked at.
 * Whoever sets `Error.prepareStackTrace` in a task, as some libraries do for a moment, has it as in any Node.
 */
export function mapStacks(bundleUrl: string): void {
  const folder = new URL("./", bundleUrl).href;
  const maps = new Map<string, SourceMap | undefined>();
  const mapOf = (file: string): SourceMap | undefined => {
    if (!maps.has(file)) maps.set(file, file.startsWith(folder) ? readMap(file) : undefined);
    return maps.get(file);
  };
  Error.prepareStackTrace = (error, sites) =>
    [headOf(error), ...sites.map((site) => `    at ${frameOf(site, mapOf)}`)].join("\n");
}

/** `greet (file:///…/trigger/greet.ts:3:9)`: as V8 writes a frame, with another place. */
function frameOf(site: NodeJS.CallSite, mapOf: (file: string) => SourceMap | undefined): string {
  const frame = site.toString();
  const file = site.getFileName();
  const [line, column] = [site.getLineNumber(), site.getColumnNumber()];
  if (!file || line === null || column === null) return frame;
  const entry = mapOf(file)?.findEntry(line - 1, column - 1);
  if (!entry || !("originalSource" in entry)) return frame;
  const source = new URL(entry.originalSource, file).href;
  const place = `${source}:${entry.originalLine + 1}:${entry.originalColumn + 1}`;
  return frame.replace(`${file}:${line}:${column}`, () => place);
}

/** A bundle without maps is no reason to lose the error. */
function readMap(file: string): SourceMap | undefined {
  try {
    const { SourceMap } = builtin("node:module");
    const { readFileSync } = builtin("node:fs");
    return new SourceMap(JSON.parse(readFileSync(new URL(`${file}.map`), "utf8")));
  } catch {
    return undefined;
  }
}

/** What an error calls itself may be code of the task, and may throw. */
function headOf(error: Error): string {
  try {
    return String(error);
  } catch {
    return "Error";
  }
}
