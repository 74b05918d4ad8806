import { expect, test } from "vitest";
import {
  ariaKeyShortcuts,
  chordCaps,
  matchesChord,
  type PressedKey,
  parseShortcut,
} from "#components/ui/shortcut-keys.ts";

const press = (key: string, more: Partial<PressedKey> = {}): PressedKey => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...more,
});

const matches = (keys: string, event: PressedKey) =>
  parseShortcut(keys).every((chord) => matchesChord(chord, event));

test("a letter is itself, without modifiers", () => {
  expect(matches("r", press("r"))).toBe(true);
  expect(matches("r", press("R", { shiftKey: true }))).toBe(false);
  expect(matches("r", press("r", { ctrlKey: true }))).toBe(false);
  expect(matches("r", press("r", { altKey: true }))).toBe(false);
});

test("mod is either Ctrl or ⌘", () => {
  expect(matches("mod+k", press("k", { ctrlKey: true }))).toBe(true);
  expect(matches("mod+k", press("k", { metaKey: true }))).toBe(true);
  expect(matches("mod+k", press("k"))).toBe(false);
});

test("a sign counts whether or not it needed Shift", () => {
  expect(matches("?", press("?", { shiftKey: true }))).toBe(true);
  expect(matches("?", press("?"))).toBe(true);
  expect(matches("[", press("["))).toBe(true);
});

test("a sequence is two chords", () => {
  expect(parseShortcut("g t").map((chord) => chord.key)).toEqual(["g", "t"]);
});

test("caps follow the platform", () => {
  const caps = (isMac: boolean) =>
    parseShortcut("mod+enter").flatMap((one) => chordCaps(one, isMac));
  expect(caps(true)).toEqual(["⌘", "↵"]);
  expect(caps(false)).toEqual(["Ctrl", "↵"]);
});

test("aria has no word for a sequence", () => {
  expect(ariaKeyShortcuts("mod+enter")).toBe("Control+enter");
  expect(ariaKeyShortcuts("g t")).toBeUndefined();
});
