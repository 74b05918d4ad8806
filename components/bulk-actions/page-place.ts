import type { PagePlace } from "./queries.ts";

/** Which page the address names; none is the first. */
export function readPlace(params: { get(name: string): string | null }): PagePlace {
  const id = params.get("cursor");
  if (!id) return undefined;
  return { id, direction: params.get("direction") === "backward" ? "backward" : "forward" };
}
