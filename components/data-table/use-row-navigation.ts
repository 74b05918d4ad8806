"use client";

import { type FocusEvent, type RefObject, useState } from "react";
import { createEntryMemory } from "#components/ui/entry-memory.ts";
import { useShortcut } from "#components/ui/shortcuts.tsx";

/** Whoever comes back goes on from the row they left. */
const lastRows = createEntryMemory<string>();

export type RowNavigation = {
  /** The row that j/k start from and single-row keys act on. */
  activeId: string | undefined;
  /** Only one row is a tab stop; the others are reached with j and k. */
  tabIndexOf: (rowId: string) => 0 | -1;
  onFocus: (event: FocusEvent) => void;
};

/**
 * Roving focus over rows. A row is an element with `data-row-id` that holds one `data-row-link`,
 * which is what gets the focus, so Enter opens it without any code of ours.
 */
export function useRowNavigation(
  container: RefObject<HTMLElement | null>,
  rowIds: readonly string[],
): RowNavigation {
  const [lastId, setLastId] = useState(lastRows.recall);
  const activeId = lastId !== undefined && rowIds.includes(lastId) ? lastId : undefined;
  const move = (step: 1 | -1) => {
    const at = activeId === undefined ? -1 : rowIds.indexOf(activeId);
    const next = at === -1 ? 0 : Math.min(rowIds.length - 1, Math.max(0, at + step));
    const id = rowIds[next];
    if (id !== undefined) focusRow(container.current, id);
  };
  useShortcut({ keys: "j", label: "Next row", group: "Rows", run: () => move(1) });
  useShortcut({ keys: "k", label: "Previous row", group: "Rows", run: () => move(-1) });
  useShortcut({ keys: "arrowdown", label: "Next row", isListed: false, run: () => move(1) });
  useShortcut({ keys: "arrowup", label: "Previous row", isListed: false, run: () => move(-1) });
  return {
    activeId,
    tabIndexOf: (rowId) => ((activeId ?? rowIds[0]) === rowId ? 0 : -1),
    onFocus: (event) => {
      const row = event.target.closest<HTMLElement>("[data-row-id]");
      if (row?.dataset.rowId === undefined) return;
      setLastId(row.dataset.rowId);
      lastRows.remember(row.dataset.rowId);
    },
  };
}

function focusRow(container: HTMLElement | null, rowId: string): void {
  const row = container?.querySelector(`[data-row-id="${CSS.escape(rowId)}"]`);
  const link = row?.querySelector<HTMLElement>("[data-row-link]");
  link?.focus();
  link?.scrollIntoView({ block: "nearest" });
}
