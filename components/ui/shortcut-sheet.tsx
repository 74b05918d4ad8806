"use client";

import { type ReactNode, useState } from "react";
import { Dialog } from "./dialog.tsx";
import { Kbd } from "./kbd.tsx";
import { listShortcuts, type Shortcut } from "./shortcut-store.ts";

const PAGE_LAYER = 0;

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
    <div className="grid gap-6 pt-2 sm:grid-cols-2">
      {groups.map(([group, shortcuts]) => (
        <section key={group} className="min-w-0">
          <h3 className="pb-1 font-medium text-caption text-text-muted">{group}</h3>
          <ul>
            {shortcuts.map((shortcut) => (
              <li key={shortcut.keys} className="flex min-h-8 items-center justify-between gap-4">
                <span className="min-w-0 truncate">{shortcut.label}</span>
                <Kbd keys={shortcut.keys} />
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

function groupShortcuts(shortcuts: readonly Shortcut[]): [string, Shortcut[]][] {
  const groups = new Map<string, Shortcut[]>();
  for (const shortcut of shortcuts) {
    groups.set(shortcut.group, [...(groups.get(shortcut.group) ?? []), shortcut]);
  }
  return [...groups.entries()];
}
