"use client";

import { useSyncExternalStore } from "react";

const listeners = new Set<() => void>();
let pendingPath: string | undefined;

/** Somebody is on the way to this address, by a link, a key or a menu. */
export function beginNavigation(href: string): void {
  const url = new URL(href, window.location.href);
  const isHere = url.pathname === window.location.pathname && url.search === window.location.search;
  // Back and Forward have changed the address by then, and call off what was under way.
  set(isHere ? undefined : url.pathname);
}

/** They are there, or gave up. */
export function endNavigation(): void {
  set(undefined);
}

/** The path of the page that is being fetched, from the moment on which it was asked for. */
export function usePendingPath(): string | undefined {
  return useSyncExternalStore(
    subscribe,
    () => pendingPath,
    () => undefined,
  );
}

function set(path: string | undefined): void {
  if (path === pendingPath) return;
  pendingPath = path;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
