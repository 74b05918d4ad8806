import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants } from "node:zlib";

const compress = promisify(brotliCompress);
/** Smaller ones gain nothing. */
const LEAST_BYTES = 1_024;

/** Writes `….br` beside each script and style of the build, as small as it gets: once, and not for every request. */
export async function compressStatic(folder: string): Promise<number> {
  const names = await readdir(folder, { recursive: true }).catch(() => []);
  const compressible = names.filter((name) => /\.(js|css)$/.test(name));
  const written = await Promise.all(
    compressible.map(async (name) => {
      const content = await readFile(join(folder, name));
      if (content.length < LEAST_BYTES) return 0;
      const options = { params: { [constants.BROTLI_PARAM_SIZE_HINT]: content.length } };
      await writeFile(join(folder, `${name}.br`), await compress(content, options));
      return 1;
    }),
  );
  return written.reduce<number>((sum, one) => sum + one, 0);
}
