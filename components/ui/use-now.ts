"use client";

import { useSyncExternalStore } from "react";

const TICK_MS = 1_000;

const listeners = new Set<() => void>();
let now = 0;
let timer: ReturnType<typeof setInterval> | undefined;

/** Epoch milliseconds, one tick a second for everything on the page; stops when nobody looks. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, readNow, readServerNow);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  if (timer === undefined) {
    tick();
    timer = setInterval(tick, TICK_MS);
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

function tick(): void {
  now = Date.now();
  for (const listener of listeners) listener();
}

function readNow(): number {
  // Right also for whoever mounts before the first tick.
  if (now === 0 || timer === undefined)
    now = Math.max(now, Math.floor(Date.now() / TICK_MS) * TICK_MS);
  return now;
}

/** Fixed for the hydrating render; a moment later the real time takes over. */
function readServerNow(): number {
  return 0;
}
