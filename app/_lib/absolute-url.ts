import { services } from "./services.ts";

/** A path of this installation as others reach it. */
export function absoluteUrl(path: string): string {
  return new URL(path, services().env.PAWL_URL).href;
}
