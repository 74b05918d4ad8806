import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { createKeyring, sha256 } from "#worker/services/keyring.ts";

const keyring = createKeyring(randomBytes(32).toString("base64"));

describe("a keyring", () => {
  it.each(["", "tr_dev_secret", "ä😀\0\n", "x".repeat(100_000)])("opens what it sealed", (text) => {
    expect(keyring.open(keyring.seal(text))).toBe(text);
  });

  it("seals the same text differently each time", () => {
    expect(Buffer.from(keyring.seal("a"))).not.toEqual(Buffer.from(keyring.seal("a")));
  });

  it("does not open what another sealed", () => {
    const other = createKeyring(randomBytes(32).toString("base64"));
    expect(() => keyring.open(other.seal("a"))).toThrow();
  });

  it("does not open what was changed, at any place", () => {
    const sealed = keyring.seal("secret");
    for (let place = 0; place < sealed.length; place++) {
      const changed = Uint8Array.from(sealed, (byte, index) => (index === place ? byte ^ 1 : byte));
      expect(() => keyring.open(changed)).toThrow();
    }
    expect(() => keyring.open(sealed.subarray(0, 10))).toThrow();
  });

  it("stamps a text the same way each time, and no other keyring does", () => {
    const other = createKeyring(randomBytes(32).toString("base64"));
    expect(keyring.stamp("a")).toMatch(/^[0-9a-f]{64}$/);
    expect(keyring.stamp("a")).toBe(keyring.stamp("a"));
    expect(keyring.stamp("b")).not.toBe(keyring.stamp("a"));
    expect(other.stamp("a")).not.toBe(keyring.stamp("a"));
  });

  it.each(["", "short", randomBytes(31).toString("base64"), randomBytes(33).toString("base64")])(
    "needs a key of 32 bytes, not %j",
    (secret) => {
      expect(() => createKeyring(secret)).toThrow(
        "PAWL_ENCRYPTION_KEY must be 32 bytes in base64.",
      );
    },
  );
});

describe("sha256", () => {
  it("is the hash of a text's bytes", () => {
    expect(Buffer.from(sha256("abc")).toString("hex")).toBe(
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
    );
    expect(sha256(Buffer.from("abc"))).toEqual(sha256("abc"));
  });
});
