import { services } from "./services.ts";

/** A path of this installation as others reach it. */
export function absoluteUrl(path: string): string {
  return new URL(path, services().env.PAWL_URL).href;
}

/** Verbs know paths; others need the whole address. */
export function withAbsoluteUrl<T extends { url: string }>(object: T): T {
  return { ...object, url: absoluteUrl(object.url) };
}
