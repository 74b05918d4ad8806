import { type Chord, matchesChord, type PressedKey, parseShortcut } from "./shortcut-keys.ts";

export type Shortcut = {
  keys: string;
  label: string;
  group: string;
  /** ⌘ Enter and the like also work inside a text field. */
  isActiveWhileTyping: boolean;
  /** False for a second key of something that is listed already. */
  isListed: boolean;
  /** An open dialog is a layer of its own; only the topmost layer hears keys. */
  layer: number;
  run: () => void;
};

const SEQUENCE_TIMEOUT_MS = 1_000;

const shortcuts = new Map<symbol, Shortcut>();
let openLayers: number[] = [];
let pending: { chords: PressedKey[]; at: number } = { chords: [], at: 0 };

export function registerShortcut(shortcut: Shortcut): () => void {
  const id = Symbol(shortcut.keys);
  shortcuts.set(id, shortcut);
  return () => shortcuts.delete(id);
}

export function openShortcutLayer(layer: number): () => void {
  openLayers = [...openLayers, layer];
  return () => {
    const at = openLayers.lastIndexOf(layer);
    openLayers = openLayers.filter((_, index) => index !== at);
  };
}

/** What the `?` sheet lists: one entry per key, the one that would answer. */
export function listShortcuts(layer: number): Shortcut[] {
  const byKeys = new Map<string, Shortcut>();
  for (const shortcut of shortcuts.values()) {
    if (shortcut.layer === layer && shortcut.isListed) byKeys.set(shortcut.keys, shortcut);
  }
  return [...byKeys.values()];
}

export function handleKeyDown(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing || isBareModifier(event.key)) return;
  const isTyping = isTextField(event.target);
  const isInMenu = isMenu(event.target);
  if (isInMenu && !event.ctrlKey && !event.metaKey) return;
  // The space bar presses what has the focus.
  if (event.key === " " && isPressedBySpace(event.target)) return;
  const found = findShortcut(event, isTyping);
  if (found === undefined) return;
  event.preventDefault();
  event.stopPropagation();
  found.run();
}

function findShortcut(event: KeyboardEvent, isTyping: boolean): Shortcut | undefined {
  const layer = Math.max(0, ...openLayers);
  const isStale = event.timeStamp - pending.at > SEQUENCE_TIMEOUT_MS;
  const presses = isStale ? [event] : [...pending.chords, event];
  const candidates = [...shortcuts.values()]
    .reverse()
    .filter((one) => one.layer === layer && (!isTyping || one.isActiveWhileTyping));
  const exact =
    candidates.find((one) => matchesAll(parseShortcut(one.keys), presses)) ??
    candidates.find((one) => matchesAll(parseShortcut(one.keys), [event]));
  const isPrefix = candidates.some((one) => startsWith(parseShortcut(one.keys), [event]));
  pending =
    exact === undefined && isPrefix ? { chords: [event], at: event.timeStamp } : noPresses();
  return exact;
}

function noPresses(): typeof pending {
  return { chords: [], at: 0 };
}

function matchesAll(chords: Chord[], presses: PressedKey[]): boolean {
  return chords.length === presses.length && startsWith(chords, presses);
}

function startsWith(chords: Chord[], presses: PressedKey[]): boolean {
  return presses.every((press, index) => {
    const chord = chords[index];
    return chord !== undefined && matchesChord(chord, press);
  });
}

function isBareModifier(key: string): boolean {
  return key === "Shift" || key === "Control" || key === "Meta" || key === "Alt";
}

function isTextField(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.tagName === "TEXTAREA") return true;
  return target instanceof HTMLInputElement && !["checkbox", "radio"].includes(target.type);
}

function isPressedBySpace(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest("button, select, summary") !== null;
}

function isMenu(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('[role="menu"],[role="listbox"]') !== null;
}
