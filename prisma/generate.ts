/**
 * Generates the Prisma client into `prisma/generated`. Runs after every install.
 * The Prisma CLI insists on a schema engine binary that it would download; generating
 * never starts it, so any existing file satisfies the check and no download host is needed.
 */
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const root = dirname(import.meta.dirname);
const cli = join(
  dirname(createRequire(import.meta.url).resolve("prisma/package.json")),
  "build/index.js",
);

const { status, stderr, stdout } = spawnSync(
  process.execPath,
  [cli, "generate", "--schema", join(root, "prisma/schema.prisma"), "--no-hints"],
  {
    cwd: root,
    encoding: "utf8",
    env: {
      ...process.env,
      PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
      PRISMA_HIDE_UPDATE_MESSAGE: "1",
      CHECKPOINT_DISABLE: "1",
    },
  },
);
if (status !== 0) {
  process.stderr.write(stdout + stderr);
  process.exit(status ?? 1);
}
