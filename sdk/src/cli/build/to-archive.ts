import { relative, sep } from "node:path";
import type { OutputFile } from "esbuild";
import type { BundleArchive } from "../../wire/manifest.ts";

type ArchivedFile = BundleArchive["files"][number];

/** What esbuild made, sorted by path. */
export function toArchive(outputs: OutputFile[], root: string): BundleArchive {
  const files = outputs.map((output) => toFile(output, root));
  return { files: files.sort((a, b) => (a.path < b.path ? -1 : 1)) };
}

function toFile({ path: absolute, contents }: OutputFile, root: string): ArchivedFile {
  const path = relative(root, absolute).split(sep).join("/");
  const text = asText(contents);
  if (text === undefined) {
    return { path, encoding: "base64", contents: Buffer.from(contents).toString("base64") };
  }
  return { path, encoding: "utf8", contents: path.endsWith(".map") ? withinRoot(text) : text };
}

function asText(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** Sources above the project (a monorepo's node_modules) are named as if they lay in it: a bundle has nothing above it. */
function withinRoot(map: string): string {
  const parsed: { sources?: string[] } = JSON.parse(map);
  return JSON.stringify({
    ...parsed,
    sources: parsed.sources?.map((source) => source.replace(/^(\.\.\/)+/, "")),
  });
}
