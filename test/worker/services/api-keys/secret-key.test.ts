import { describe, expect, it } from "vitest";
import { testEncryptionKey } from "#test/support/workspace.ts";
import { generateSecretKey, rootKeyRow } from "#worker/services/api-keys/secret-key.ts";
import { createKeyring, sha256 } from "#worker/services/keyring.ts";

describe("generateSecretKey", () => {
  it.each([
    ["DEVELOPMENT", /^tr_dev_[A-Za-z0-9]{24}$/],
    ["STAGING", /^tr_stg_[A-Za-z0-9]{24}$/],
    ["PRODUCTION", /^tr_prod_[A-Za-z0-9]{24}$/],
  ] as const)("names the environment %s in its prefix", (type, shape) => {
    expect(generateSecretKey(type)).toMatch(shape);
  });

  it("gives no key twice", () => {
    const keys = Array.from({ length: 1000 }, () => generateSecretKey("DEVELOPMENT"));
    expect(new Set(keys).size).toBe(1000);
  });
});

describe("rootKeyRow", () => {
  it("holds the secret hashed and sealed, and readable nowhere", () => {
    const keyring = createKeyring(testEncryptionKey);
    const row = rootKeyRow(keyring, { id: "env", type: "STAGING" }, "tr_stg_secret1234");
    expect(row).toMatchObject({ environmentId: "env", isRoot: true, scopes: ["admin"] });
    expect(row.masked).toBe("tr_stg_…1234");
    expect(row.keyHash).toEqual(sha256("tr_stg_secret1234"));
    expect(keyring.open(row.keyEncrypted)).toBe("tr_stg_secret1234");
    expect(Buffer.from(row.keyEncrypted).toString("latin1")).not.toContain("secret");
  });
});
