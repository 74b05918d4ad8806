import { randomUUID } from "node:crypto";
import { mkdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { BundleArchive } from "#sdk/wire/manifest.ts";

export interface BundleCache {
  /** The folder of an unpacked bundle; `fetch` is called when it is not here yet. */
  folderOf: (bundleId: string, fetch: () => Promise<BundleArchive>) => Promise<string>;
}

/** Unpacked bundles on disk, by id (an id stands for one content of one environment). */
export function createBundleCache(directory: string): BundleCache {
  const unpacking = new Map<string, Promise<string>>();
  return {
    folderOf: (bundleId, fetch) => {
      const known = unpacking.get(bundleId);
      if (known) return known;
      const folder = unpack(join(directory, bundleId), fetch);
      unpacking.set(bundleId, folder);
      folder.catch(() => unpacking.delete(bundleId));
      return folder;
    },
  };
}

async function unpack(folder: string, fetch: () => Promise<BundleArchive>): Promise<string> {
  if (await exists(folder)) return folder;
  const { files } = await fetch();
  // Aside and renamed, so that another worker or a crash never sees half a bundle.
  const fresh = `${folder}.${randomUUID()}`;
  for (const file of files) {
    const path = join(fresh, file.path);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, file.contents, file.encoding);
  }
  await rename(fresh, folder).catch(async (error: NodeJS.ErrnoException) => {
    await rm(fresh, { recursive: true, force: true });
    if (!(await exists(folder))) throw error;
  });
  return folder;
}

function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
