import { randomInt } from "node:crypto";
import { KEY_PREFIXES } from "#worker/domain/key-prefixes.ts";
import type { EnvironmentScope } from "../context.ts";
import { type Keyring, sha256 } from "../keyring.ts";
import { newId } from "../new-id.ts";

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const LENGTH = 24;

/** Clients know an environment by its key's prefix and expect 24 letters and digits after it (143 bits). */
export function generateSecretKey(type: EnvironmentScope["type"]): string {
  const body = Array.from({ length: LENGTH }, () => ALPHABET.charAt(randomInt(ALPHABET.length)));
  return KEY_PREFIXES[type] + body.join("");
}

/** Of a key beside the root key: clients know it by `sk_`, and do not sign tokens with it. */
export function generateNamedKey(type: EnvironmentScope["type"]): string {
  const root = generateSecretKey(type);
  return `${KEY_PREFIXES[type]}sk_${root.slice(KEY_PREFIXES[type].length)}`;
}

/** Enough of a key to recognise it, and not to use it. */
export function maskKey(secret: string): string {
  return `${secret.slice(0, secret.lastIndexOf("_") + 1)}…${secret.slice(-4)}`;
}

/** The row of a fresh root key: hashed for finding it, sealed for showing it and for signing public tokens. */
export function rootKeyRow(
  keyring: Keyring,
  environment: Pick<EnvironmentScope, "id" | "type">,
  secret: string,
) {
  return {
    id: newId(),
    environmentId: environment.id,
    name: "Root key",
    isRoot: true,
    keyHash: sha256(secret),
    keyEncrypted: keyring.seal(secret),
    masked: maskKey(secret),
    scopes: ["admin"],
  };
}
