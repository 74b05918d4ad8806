import { randomInt } from "node:crypto";
import type { EnvironmentScope } from "../context.ts";
import { type Keyring, sha256 } from "../keyring.ts";
import { newId } from "../new-id.ts";

const PREFIX = { DEVELOPMENT: "tr_dev_", STAGING: "tr_stg_", PRODUCTION: "tr_prod_" } as const;
const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const LENGTH = 24;

/** Clients know an environment by its key's prefix and expect 24 letters and digits after it (143 bits). */
export function generateSecretKey(type: EnvironmentScope["type"]): string {
  const body = Array.from({ length: LENGTH }, () => ALPHABET.charAt(randomInt(ALPHABET.length)));
  return PREFIX[type] + body.join("");
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
    masked: `${PREFIX[environment.type]}…${secret.slice(-4)}`,
    scopes: ["admin"],
  };
}
