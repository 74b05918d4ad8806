"use client";

import { useState } from "react";

export type Selection = {
  ids: ReadonlySet<string>;
  toggle: (id: string) => void;
  /** Everything between the last toggled row and this one. */
  extendTo: (id: string) => void;
  setAll: (isSelected: boolean) => void;
  clear: () => void;
};

/** Selected rows of what is on screen; rows that are gone are not selected any more. */
export function useSelection(rowIds: readonly string[]): Selection {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [anchor, setAnchor] = useState<string>();
  const ids = new Set(rowIds.filter((id) => chosen.has(id)));
  const toggle = (id: string) => {
    const next = new Set(ids);
    if (!next.delete(id)) next.add(id);
    setChosen(next);
    setAnchor(id);
  };
  return {
    ids,
    toggle,
    extendTo: (id) => {
      const from = anchor === undefined ? -1 : rowIds.indexOf(anchor);
      const to = rowIds.indexOf(id);
      if (from === -1 || to === -1) return toggle(id);
      const range = rowIds.slice(Math.min(from, to), Math.max(from, to) + 1);
      setChosen(new Set([...ids, ...range]));
    },
    setAll: (isSelected) => setChosen(new Set(isSelected ? rowIds : [])),
    clear: () => setChosen(new Set()),
  };
}
