import { readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "#test/support/temporary-folder.ts";
import { createKeyring } from "#worker/services/keyring.ts";
import { loadSecrets } from "#worker/startup/secrets.ts";

const NODE_ENV = "test";

describe("loadSecrets", () => {
  it("makes secrets on the first start and keeps them", async () => {
    const folder = await temporaryFolder();
    const first = await loadSecrets(folder, { NODE_ENV });
    expect(() => createKeyring(first.encryptionKey)).not.toThrow();
    expect(first.authSecret.length).toBeGreaterThanOrEqual(32);
    expect(first.databasePassword).toMatch(/^[0-9a-f]{36}$/);
    expect(await loadSecrets(folder, { NODE_ENV })).toEqual(first);
    const other = await loadSecrets(await temporaryFolder(), { NODE_ENV });
    expect(other.encryptionKey).not.toBe(first.encryptionKey);
  });

  it("lets nobody else read them", async () => {
    const folder = await temporaryFolder();
    await loadSecrets(folder, { NODE_ENV });
    const { mode } = await stat(join(folder, "secrets.json"));
    expect((mode & 0o777).toString(8)).toBe("600");
  });

  it("prefers those of the environment, without writing them down", async () => {
    const folder = await temporaryFolder();
    const env = {
      NODE_ENV,
      PAWL_ENCRYPTION_KEY: "given-key",
      PAWL_AUTH_SECRET: "given-secret",
    } as const;
    expect(await loadSecrets(folder, env)).toMatchObject({
      encryptionKey: "given-key",
      authSecret: "given-secret",
    });
    expect(await readFile(join(folder, "secrets.json"), "utf8")).not.toContain("given");
  });

  it("makes no new ones in the place of damaged ones", async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, "secrets.json"), `{"encryptionKey": "x"}`);
    await expect(loadSecrets(folder, { NODE_ENV })).rejects.toThrow(
      /is damaged. Restore it from a backup/,
    );
    await writeFile(join(folder, "secrets.json"), `{"encryp`);
    await expect(loadSecrets(folder, { NODE_ENV })).rejects.toThrow(
      /is damaged. Restore it from a backup/,
    );
  });
});
