"use client";

import { type ReactNode, useState } from "react";
import { Dialog } from "./dialog.tsx";
import { Kbd } from "./kbd.tsx";
import { listShortcuts, type Shortcut } from "./shortcut-store.ts";

const PAGE_LAYER = 0;
/** The long group, which is the same on every page. */
const WAYS = "Go to";
/** The same everywhere, so behind what this page can. */
const LAST = "Everywhere";

/** Every key that works here right now, read from what is mounted. */
export function ShortcutSheet(props: {
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
}): ReactNode {
  return (
    <Dialog {...props} title="Keyboard shortcuts" className="w-[min(44rem,calc(100vw-2rem))]">
      <ShortcutGroups />
    </Dialog>
  );
}

function ShortcutGroups(): ReactNode {
  const [groups] = useState(() => groupShortcuts(listShortcuts(PAGE_LAYER)));
  return (
    <div className="grid items-start gap-x-10 gap-y-6 pt-2 sm:grid-cols-2">
      <div className="flex min-w-0 flex-col gap-6">
        {groups
          .filter(([group]) => group !== WAYS)
          .map(([group, shortcuts]) => (
            <ShortcutGroup key={group} name={group} shortcuts={shortcuts} />
          ))}
      </div>
      <ShortcutGroup name={WAYS} shortcuts={new Map(groups).get(WAYS) ?? []} />
    </div>
  );
}

function ShortcutGroup(props: { name: string; shortcuts: readonly Shortcut[] }): ReactNode {
  if (props.shortcuts.length === 0) return null;
  return (
    <section className="min-w-0">
      <h3 className="pb-1 font-medium text-caption text-text-muted">{props.name}</h3>
      <ul>
        {props.shortcuts.map((shortcut) => (
          <li key={shortcut.keys} className="flex min-h-7 items-center justify-between gap-4">
            <span className="min-w-0 truncate" title={shortcut.label}>
              {shortcut.label}
            </span>
            <Kbd keys={shortcut.keys} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function groupShortcuts(shortcuts: readonly Shortcut[]): [string, Shortcut[]][] {
  const groups = new Map<string, Shortcut[]>();
  for (const shortcut of shortcuts) {
    groups.set(shortcut.group, [...(groups.get(shortcut.group) ?? []), shortcut]);
  }
  return [...groups.entries()].sort(([a], [b]) => Number(a === LAST) - Number(b === LAST));
}
