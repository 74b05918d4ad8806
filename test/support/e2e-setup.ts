import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { temporaryDatabase } from "#prisma/embedded.ts";
import { freePort } from "#prisma/free-port.ts";
import { build, isBuildCurrent } from "#worker/startup/build.ts";
import { startInstance } from "./instance.ts";
import { root } from "./root.ts";
import { testEncryptionKey } from "./workspace.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** The running product that the end-to-end tests share. */
    instance: {
      url: string;
      signInUrl: string;
      secretKey: string;
      databaseUrl: string;
      encryptionKey: string;
    };
  }
}

/** Builds what people would run, and runs it on a Postgres of its own, as with `DATABASE_URL`. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  if (!(await isBuildCurrent(root))) await build(root);
  const database = await temporaryDatabase();
  const directory = await mkdtemp(join(tmpdir(), "pawl-e2e-"));
  const port = await freePort();
  const instance = await startInstance({
    DATABASE_URL: database.url,
    PAWL_DIR: directory,
    PAWL_ENCRYPTION_KEY: testEncryptionKey,
    PORT: String(port),
    PAWL_GALLERY: "1",
  });
  project.provide("instance", {
    url: instance.url,
    signInUrl: instance.signInUrl,
    secretKey: instance.secretKey,
    databaseUrl: database.url,
    encryptionKey: testEncryptionKey,
  });
  return async () => {
    await instance.stop();
    await database.stop();
    await rm(directory, { recursive: true, force: true });
  };
}
