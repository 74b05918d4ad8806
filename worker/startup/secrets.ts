import { randomBytes } from "node:crypto";
import { chmod, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";

const schema = z.object({
  encryptionKey: z.string(),
  authSecret: z.string(),
  databasePassword: z.string(),
});

export type Secrets = z.infer<typeof schema>;

/**
 * The secrets of this installation, generated on the first start and readable by its owner only.
 * Several machines on one database share them through the environment instead.
 */
export async function loadSecrets(
  directory: string,
  env: NodeJS.ProcessEnv = process.env,
): Promise<Secrets> {
  const path = join(directory, "secrets.json");
  const stored = await readSecrets(path);
  const { PAWL_ENCRYPTION_KEY, PAWL_AUTH_SECRET } = env;
  return {
    ...stored,
    ...(PAWL_ENCRYPTION_KEY && { encryptionKey: PAWL_ENCRYPTION_KEY }),
    ...(PAWL_AUTH_SECRET && { authSecret: PAWL_AUTH_SECRET }),
  };
}

async function readSecrets(path: string): Promise<Secrets> {
  const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
  if (text === undefined) return writeSecrets(path);
  const parsed = schema.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  throw new Error(
    `${path} is damaged. Restore it from a backup: without it, stored keys and variables cannot be read.`,
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function writeSecrets(path: string): Promise<Secrets> {
  const secrets = {
    encryptionKey: randomBytes(32).toString("base64"),
    authSecret: randomBytes(32).toString("base64"),
    databasePassword: randomBytes(18).toString("hex"),
  };
  await writeFile(`${path}.new`, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
  await chmod(`${path}.new`, 0o600);
  await rename(`${path}.new`, path);
  return secrets;
}
