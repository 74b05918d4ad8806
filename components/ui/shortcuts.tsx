"use client";

import { createContext, type ReactNode, useContext, useEffect, useRef } from "react";
import { handleKeyDown, openShortcutLayer, registerShortcut } from "./shortcut-store.ts";

const LayerContext = createContext(0);

export type ShortcutOptions = {
  /** `"r"`, `"mod+k"`, or a sequence such as `"g t"`. Without keys nothing is registered. */
  keys: string | undefined;
  label: string;
  group?: string;
  isActiveWhileTyping?: boolean;
  isListed?: boolean;
  isDisabled?: boolean;
  run: () => void;
};

/** Declares a key for as long as the component is mounted; the `?` sheet lists it. */
export function useShortcut(options: ShortcutOptions): void {
  const { keys, label, group = "This page", isActiveWhileTyping = false, isDisabled } = options;
  const isListed = options.isListed ?? true;
  const layer = useContext(LayerContext);
  const run = useRef(options.run);
  useEffect(() => {
    run.current = options.run;
  });
  useEffect(() => {
    if (keys === undefined || isDisabled) return;
    const act = () => run.current();
    return registerShortcut({ keys, label, group, isActiveWhileTyping, isListed, layer, run: act });
  }, [keys, label, group, isActiveWhileTyping, isListed, isDisabled, layer]);
}

export function useShortcutLayer(): number {
  return useContext(LayerContext);
}

/** The one listener. Capture phase, so that an editor's own keymap does not swallow ⌘ Enter. */
export function ShortcutListener(): null {
  useEffect(() => {
    window.addEventListener("keydown", handleKeyDown, { capture: true });
    return () => window.removeEventListener("keydown", handleKeyDown, { capture: true });
  }, []);
  return null;
}

/** Wraps what floats above the page: while it is mounted, keys of the page below are off. */
export function ShortcutLayer({ children }: { children: ReactNode }): ReactNode {
  const layer = useContext(LayerContext) + 1;
  useEffect(() => openShortcutLayer(layer), [layer]);
  return <LayerContext.Provider value={layer}>{children}</LayerContext.Provider>;
}
