import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { UserError } from "./user-error.ts";

/**
 * Adds the variables of a file to this process: `--env-file`, or `.env` beside the config. What
 * the environment sets already stays. They configure this command and feed the code that is
 * imported for indexing; nothing of them is uploaded.
 */
export function readEnvironment(root: string, envFile: string | undefined): NodeJS.ProcessEnv {
  const path = envFile === undefined ? join(root, ".env") : resolve(envFile);
  if (existsSync(path)) process.loadEnvFile(path);
  else if (envFile !== undefined) {
    throw new UserError(`There is no file at ${path}.`, [
      "--env-file takes the path of a .env file.",
    ]);
  }
  return process.env;
}
