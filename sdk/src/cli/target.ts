import { DEFAULT_API_URL } from "../client/configuration.ts";
import { UserError } from "./user-error.ts";

/** The server, and the environment of it that a key belongs to. */
export interface Target {
  apiUrl: string;
  secretKey: string;
}

/** Known before anything is done: nobody wants to wait for a build to learn that the key is missing. */
export function targetOf(apiUrl: string | undefined, env: NodeJS.ProcessEnv): Target {
  const url = (apiUrl ?? env.TRIGGER_API_URL) || DEFAULT_API_URL;
  const secretKey = env.TRIGGER_SECRET_KEY || env.TRIGGER_ACCESS_TOKEN;
  if (secretKey) return { apiUrl: url.replace(/\/$/, ""), secretKey };
  throw new UserError("There is no TRIGGER_SECRET_KEY.", [
    `Each environment has its own key: open ${url}, then your project, then API keys.`,
    "Put it into .env beside trigger.config.ts, or into the environment of this command:",
    "",
    "TRIGGER_SECRET_KEY=tr_…",
  ]);
}
