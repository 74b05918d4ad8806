import { createCipheriv, createDecipheriv, createHash, createHmac, randomBytes } from "node:crypto";

/** Encrypts what must be readable again (secret keys, environment variables) with AES-256-GCM. */
export interface Keyring {
  seal: (text: string) => Uint8Array<ArrayBuffer>;
  open: (sealed: Uint8Array) => string;
  /** What nobody else can compute for this text: the same every time, in hexadecimal. */
  stamp: (text: string) => string;
}

const IV_BYTES = 12;
const TAG_BYTES = 16;

/** `secret`: 32 bytes as base64, generated on the first start. */
export function createKeyring(secret: string): Keyring {
  const key = Buffer.from(secret, "base64");
  if (key.length !== 32) throw new Error("PAWL_ENCRYPTION_KEY must be 32 bytes in base64.");
  // One key for one purpose.
  const stampKey = createHmac("sha256", key).update("stamp").digest();
  return {
    seal: (text) => {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv("aes-256-gcm", key, iv);
      const body = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
      return new Uint8Array(Buffer.concat([iv, cipher.getAuthTag(), body]));
    },
    open: (sealed) => {
      const bytes = Buffer.from(sealed);
      const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, IV_BYTES));
      decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
      const body = bytes.subarray(IV_BYTES + TAG_BYTES);
      return Buffer.concat([decipher.update(body), decipher.final()]).toString("utf8");
    },
    stamp: (text) => createHmac("sha256", stampKey).update(text).digest("hex"),
  };
}

/** For looking a secret up without storing it. Secrets are long and random, so a plain hash is enough. */
export function sha256(text: string | Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash("sha256").update(text).digest());
}
