"use client";

import { useCallback, useSyncExternalStore } from "react";

const CHANGED = "pawl-stored";

/**
 * A text that this browser keeps, the same wherever it is shown. The server does not know it, so the
 * first render has none.
 */
export function useStored(key: string): [string | undefined, (text: string | undefined) => void] {
  const text = useSyncExternalStore(
    subscribe,
    () => read(key),
    () => undefined,
  );
  const write = useCallback(
    (next: string | undefined) => {
      try {
        if (next === undefined) localStorage.removeItem(key);
        else localStorage.setItem(key, next);
      } catch {
        // Full, or switched off: it is then forgotten with the page.
      }
      window.dispatchEvent(new Event(CHANGED));
    },
    [key],
  );
  return [text, write];
}

function subscribe(onChange: () => void): () => void {
  window.addEventListener(CHANGED, onChange);
  // Another tab wrote.
  window.addEventListener("storage", onChange);
  return () => {
    window.removeEventListener(CHANGED, onChange);
    window.removeEventListener("storage", onChange);
  };
}

function read(key: string): string | undefined {
  try {
    return localStorage.getItem(key) ?? undefined;
  } catch {
    return undefined;
  }
}
