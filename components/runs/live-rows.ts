import type { RunListItem } from "#sdk/wire/api.ts";

/** What a list shows, and what it knows of but does not show until it is asked to. */
export type LiveRows = { rows: RunListItem[]; waiting: RunListItem[] };

/**
 * Brings a fresh page into a list without moving anything: rows keep their places and take their new
 * values, and runs that are new to the list wait. A row that no longer matches the filter stays.
 */
export function mergeFresh(
  rows: readonly RunListItem[],
  fresh: readonly RunListItem[],
  isFirstPage: boolean,
): LiveRows {
  if (rows.length === 0) return { rows: [...fresh], waiting: [] };
  const byId = new Map(fresh.map((run) => [run.id, run]));
  const known = new Set(rows.map((run) => run.id));
  // Older than everything here: not new, it only slid in from the next page.
  const oldest = Math.min(...rows.map((run) => Date.parse(run.createdAt)));
  const isNew = (run: RunListItem) => !known.has(run.id) && Date.parse(run.createdAt) >= oldest;
  return {
    rows: rows.map((run) => byId.get(run.id) ?? run),
    waiting: isFirstPage ? fresh.filter(isNew) : [],
  };
}

/** `12 new runs`; with a plus when even the oldest run of the fresh page is new. */
export function newRunsLabel(waiting: number, pageSize: number): string {
  if (waiting >= pageSize) return `${pageSize}+ new runs`;
  return waiting === 1 ? "1 new run" : `${waiting} new runs`;
}
