import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { BundleArchive } from "#sdk/wire/manifest.ts";
import { createBundleCache } from "#worker/processes/bundle-cache.ts";

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "pawl-bundle-cache-"));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

const archive: BundleArchive = {
  files: [
    { path: "index.mjs", encoding: "utf8", contents: "// ä" },
    {
      path: "a/b/image.png",
      encoding: "base64",
      contents: Buffer.from([0, 255]).toString("base64"),
    },
  ],
};

/** A source of the archive that counts how often it is asked. */
function counting() {
  let times = 0;
  const fetch = async () => {
    times++;
    return archive;
  };
  return { fetch, times: () => times };
}

describe("the bundle cache", () => {
  it("unpacks a bundle into a folder of its own", async () => {
    const folder = await createBundleCache(directory).folderOf("one", counting().fetch);
    expect(await readFile(join(folder, "index.mjs"), "utf8")).toBe("// ä");
    expect(await readFile(join(folder, "a/b/image.png"))).toEqual(Buffer.from([0, 255]));
  });

  it("fetches a bundle once, for all who ask", async () => {
    const { fetch, times } = counting();
    const cache = createBundleCache(directory);
    const folders = await Promise.all([1, 2, 3].map(() => cache.folderOf("two", fetch)));
    expect(new Set(folders).size).toBe(1);
    await cache.folderOf("two", fetch);
    expect(times()).toBe(1);
  });

  it("finds what an earlier worker has unpacked", async () => {
    await createBundleCache(directory).folderOf("three", counting().fetch);
    const { fetch, times } = counting();
    await createBundleCache(directory).folderOf("three", fetch);
    expect(times()).toBe(0);
  });

  it("shares the folder with workers that unpack it at the same time", async () => {
    const caches = [1, 2, 3].map(() => createBundleCache(directory));
    const folders = await Promise.all(
      caches.map((cache) => cache.folderOf("four", counting().fetch)),
    );
    expect(new Set(folders).size).toBe(1);
    const left = (await readdir(directory)).filter((name) => name.startsWith("four"));
    expect(left).toEqual(["four"]);
  });

  it("asks again after a fetch that failed", async () => {
    const cache = createBundleCache(directory);
    const failing = () => Promise.reject(new Error("Gone"));
    await expect(cache.folderOf("five", failing)).rejects.toThrow("Gone");
    const folder = await cache.folderOf("five", counting().fetch);
    expect(await readFile(join(folder, "index.mjs"), "utf8")).toBe("// ä");
  });
});
