import type { WaitpointStatus } from "#sdk/wire/waitpoint.ts";

export const TOKEN_STATUSES: readonly WaitpointStatus[] = ["WAITING", "COMPLETED", "TIMED_OUT"];

/** What the address of the page says: `?statuses=WAITING&search=…&cursor=…&direction=forward`. */
export type TokensSearch = {
  statuses: WaitpointStatus[];
  /** A token's id, or a tag. */
  text: string;
  cursor?: { id: string; direction: "forward" | "backward" };
};

export type SearchReader = { get(name: string): string | null };

/** Unknown values are dropped: an old link shows something rather than an error. */
export function parseTokensSearch(params: SearchReader): TokensSearch {
  const asked = params.get("statuses")?.split(",") ?? [];
  const cursor = params.get("cursor");
  const direction = params.get("direction") === "backward" ? "backward" : "forward";
  return {
    statuses: TOKEN_STATUSES.filter((status) => asked.includes(status)),
    text: params.get("search")?.trim() ?? "",
    ...(cursor && { cursor: { id: cursor, direction } }),
  };
}

/** The address for a search, without the leading `?`; empty when nothing is chosen. */
export function formatTokensSearch({ statuses, text, cursor }: TokensSearch): string {
  const params = new URLSearchParams();
  if (statuses.length > 0) params.set("statuses", statuses.join(","));
  if (text !== "") params.set("search", text);
  if (cursor) {
    params.set("cursor", cursor.id);
    params.set("direction", cursor.direction);
  }
  return params.toString().replaceAll("%2C", ",");
}

/** The same search as the API's list takes it. */
export function tokensApiQuery(
  { statuses, text, cursor }: TokensSearch,
  pageSize: number,
): Record<string, string> {
  return {
    "page[size]": String(pageSize),
    ...(cursor?.direction === "forward" && { "page[after]": cursor.id }),
    ...(cursor?.direction === "backward" && { "page[before]": cursor.id }),
    ...(statuses.length > 0 && { "filter[status]": statuses.join(",") }),
    ...(text !== "" && { [/^waitpoint_/.test(text) ? "filter[id]" : "filter[tags]"]: text }),
  };
}

export function hasFilters({ statuses, text }: TokensSearch): boolean {
  return statuses.length > 0 || text !== "";
}
