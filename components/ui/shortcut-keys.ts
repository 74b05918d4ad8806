/** One press: a key, perhaps with ⌘/Ctrl. `"g t"` is two of them, one after the other. */
export type Chord = { key: string; isMod: boolean; isShift: boolean };

export type PressedKey = {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
};

export function parseShortcut(keys: string): Chord[] {
  return keys.split(" ").map(parseChord);
}

function parseChord(text: string): Chord {
  const parts = text.split("+");
  const key = parts.pop() ?? "";
  return { key: key.toLowerCase(), isMod: parts.includes("mod"), isShift: parts.includes("shift") };
}

export function matchesChord(chord: Chord, event: PressedKey): boolean {
  if (event.altKey) return false;
  if (chord.isMod !== (event.ctrlKey || event.metaKey)) return false;
  if (chord.key !== nameOf(event.key)) return false;
  // `?` needs Shift on most keyboards and none on others; only letters are told apart by it.
  return isLetter(chord.key) || chord.isShift ? chord.isShift === event.shiftKey : true;
}

/** A sequence is written with spaces between, so the space bar has a name. */
function nameOf(key: string): string {
  return key === " " ? "space" : key.toLowerCase();
}

const SYMBOLS: Record<string, string> = {
  enter: "↵",
  escape: "Esc",
  arrowup: "↑",
  arrowdown: "↓",
  arrowleft: "←",
  arrowright: "→",
  space: "Space",
};

/** The caps to draw for one chord, such as `["⌘", "K"]` or `["Ctrl", "K"]`. */
export function chordCaps(chord: Chord, isMac: boolean): string[] {
  const caps: string[] = [];
  if (chord.isMod) caps.push(isMac ? "⌘" : "Ctrl");
  if (chord.isShift) caps.push(isMac ? "⇧" : "Shift");
  caps.push(SYMBOLS[chord.key] ?? chord.key.toUpperCase());
  return caps;
}

/** The same for screen readers, in the notation of aria-keyshortcuts. */
export function ariaKeyShortcuts(keys: string): string | undefined {
  const chords = parseShortcut(keys);
  const [chord] = chords;
  // The attribute has no notation for sequences.
  if (chord === undefined || chords.length > 1) return undefined;
  const names = [chord.isMod ? "Control" : "", chord.isShift ? "Shift" : "", chord.key];
  return names.filter((name) => name !== "").join("+");
}

function isLetter(key: string): boolean {
  return /^[a-z]$/.test(key);
}
