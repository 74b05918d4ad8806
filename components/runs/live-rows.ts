import type { RunListItem } from "#sdk/wire/api.ts";
import { isFinal } from "#worker/domain/run-status.ts";
import type { RunsChangedMessage } from "#worker/domain/views.ts";

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
    rows: patchRows(rows, byId),
    waiting: isFirstPage ? fresh.filter(isNew) : [],
  };
}

/** The rows with what is newer of them: of two answers, the one that was asked for first may come last. */
export function patchRows(
  rows: readonly RunListItem[],
  fresh: ReadonlyMap<string, RunListItem>,
): RunListItem[] {
  return rows.map((run) => {
    const other = fresh.get(run.id);
    return other && Date.parse(other.updatedAt) >= Date.parse(run.updatedAt) ? other : run;
  });
}

/** Of the rows on the screen, those that a message is about; what has ended stays as it is. */
export function changedIds(rows: readonly RunListItem[], message: RunsChangedMessage): string[] {
  const isNamed = (run: RunListItem) => message.isTruncated || message.runIds.includes(run.id);
  return rows.filter((run) => !isFinal(run.status) && isNamed(run)).map((run) => run.id);
}

/** `12 new runs`; with a plus when even the oldest run of the fresh page is new. */
export function newRunsLabel(waiting: number, pageSize: number): string {
  if (waiting >= pageSize) return `${pageSize}+ new runs`;
  return waiting === 1 ? "1 new run" : `${waiting} new runs`;
}
