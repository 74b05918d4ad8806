"use client";

import { X } from "lucide-react";
import { type ReactNode, useSyncExternalStore } from "react";
import { Button } from "./button.tsx";
import { cn } from "./cn.ts";

const SHOWN_FOR_MS = 6_000;

export type Toast = { id: number; message: ReactNode; tone: "neutral" | "danger" };

let toasts: readonly Toast[] = [];
let nextId = 1;
const listeners = new Set<() => void>();
const NO_TOASTS: readonly Toast[] = [];

/** Only for results of actions whose place on screen is gone; everything else answers in place. */
export function showToast(message: ReactNode, tone: Toast["tone"] = "neutral"): void {
  const id = nextId++;
  publish([...toasts, { id, message, tone }]);
  setTimeout(() => dismissToast(id), SHOWN_FOR_MS);
}

function dismissToast(id: number): void {
  publish(toasts.filter((toast) => toast.id !== id));
}

function publish(next: readonly Toast[]): void {
  toasts = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function ToastRegion(): ReactNode {
  const shown = useSyncExternalStore(
    subscribe,
    () => toasts,
    () => NO_TOASTS,
  );
  return (
    <section
      aria-label="Notifications"
      aria-live="polite"
      className="pointer-events-none fixed right-4 bottom-4 z-50 flex w-[min(24rem,calc(100vw-2rem))] flex-col gap-2"
    >
      {shown.map((toast) => (
        <div
          key={toast.id}
          className={cn(
            "pointer-events-auto flex animate-appear items-start gap-2 rounded-panel border bg-surface py-2 pr-2 pl-3 shadow-floating",
            toast.tone === "danger" ? "border-danger/50" : "border-border",
          )}
        >
          <div className="min-w-0 flex-1 break-words py-1">{toast.message}</div>
          <Button
            variant="ghost"
            size="icon"
            aria-label="Dismiss"
            onClick={() => dismissToast(toast.id)}
          >
            <X aria-hidden className="size-3.5" />
          </Button>
        </div>
      ))}
    </section>
  );
}
