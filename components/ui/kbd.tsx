"use client";

import { Fragment, type ReactNode, useSyncExternalStore } from "react";
import { cn } from "./cn.ts";
import { chordCaps, parseShortcut } from "./shortcut-keys.ts";

/** Draws a shortcut such as `"mod+k"` or `"g t"` the way this person's keyboard names it. */
export function Kbd({ keys, className }: { keys: string; className?: string }): ReactNode {
  const isMac = useIsMac();
  return (
    <span className={cn("inline-flex items-center gap-1", className)}>
      {parseShortcut(keys).map((chord, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a sequence may repeat a key and never reorders.
        <Fragment key={index}>
          {index > 0 && <span className="text-text-muted">then</span>}
          {chordCaps(chord, isMac).map((cap) => (
            <kbd
              key={cap}
              className="inline-flex h-5 min-w-5 items-center justify-center rounded-small border border-border-strong bg-surface px-1 font-sans text-caption text-text-muted"
            >
              {cap}
            </kbd>
          ))}
        </Fragment>
      ))}
    </span>
  );
}

function useIsMac(): boolean {
  return useSyncExternalStore(
    subscribeToNothing,
    () => /Mac|iPhone|iPad/.test(navigator.userAgent),
    () => false,
  );
}

function subscribeToNothing(): () => void {
  return () => {};
}
