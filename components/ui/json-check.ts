export type JsonProblem = { message: string; offset: number; line: number; column: number };

export type JsonCheck = { ok: true; value: unknown } | { ok: false; problem: JsonProblem };

/**
 * Parses what a person typed. Browsers word and place JSON errors differently (or not at all), so
 * the place of the first problem is found by our own scan, in words that say what to do.
 */
export function checkJson(text: string): JsonCheck {
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch {
    return { ok: false, problem: locate(text, findProblem(text)) };
  }
}

type Found = { message: string; offset: number };

class Problem extends Error {
  readonly offset: number;
  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

function findProblem(text: string): Found {
  try {
    const end = skipSpace(text, scanValue(text, skipSpace(text, 0)));
    return { message: "Nothing may follow the value", offset: end };
  } catch (error) {
    if (error instanceof Problem) return { message: error.message, offset: error.offset };
    throw error;
  }
}

function scanValue(text: string, at: number): number {
  const first = text[at];
  if (first === undefined) throw new Problem("A value is missing here", at);
  if (first === "{") return scanObject(text, at);
  if (first === "[") return scanArray(text, at);
  if (first === '"') return scanString(text, at);
  if (first === "'") throw new Problem("Strings need double quotes", at);
  const word = /^[^\s,\]}:"]+/.exec(text.slice(at, at + 64))?.[0] ?? first;
  if (/^(true|false|null)$/.test(word)) return at + word.length;
  const number = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?/.exec(text.slice(at, at + 400))?.[0];
  if (number !== undefined && number.length >= word.length) return at + number.length;
  throw new Problem(`“${word}” is not JSON; strings need double quotes`, at);
}

function scanObject(text: string, start: number): number {
  let at = skipSpace(text, start + 1);
  if (text[at] === "}") return at + 1;
  while (true) {
    if (text[at] === "}") throw new Problem("Remove the comma before this brace", at);
    if (text[at] !== '"') throw new Problem("A property name in double quotes is expected", at);
    at = skipSpace(text, scanString(text, at));
    if (text[at] !== ":") throw new Problem("A colon is missing after the property name", at);
    at = skipSpace(text, scanValue(text, skipSpace(text, at + 1)));
    if (text[at] === "}") return at + 1;
    if (text[at] !== ",") throw new Problem("A comma or } is missing", at);
    at = skipSpace(text, at + 1);
  }
}

function scanArray(text: string, start: number): number {
  let at = skipSpace(text, start + 1);
  if (text[at] === "]") return at + 1;
  while (true) {
    if (text[at] === "]") throw new Problem("Remove the comma before this bracket", at);
    at = skipSpace(text, scanValue(text, at));
    if (text[at] === "]") return at + 1;
    if (text[at] !== ",") throw new Problem("A comma or ] is missing", at);
    at = skipSpace(text, at + 1);
  }
}

function scanString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    const character = text[at];
    if (character === '"') return at + 1;
    if (character === "\n") break;
    if (character !== "\\") continue;
    const sequence = /^\\(["\\/bfnrt]|u[0-9a-fA-F]{4})/.exec(text.slice(at, at + 6));
    if (sequence === null) throw new Problem("A backslash must start an escape such as \\n", at);
    at += sequence[0].length - 1;
  }
  throw new Problem("This string is not closed", start);
}

function skipSpace(text: string, from: number): number {
  let at = from;
  while (at < text.length && /[\s]/.test(text[at] ?? "")) at++;
  return at;
}

function locate(text: string, found: Found): JsonProblem {
  const offset = Math.min(found.offset, text.length);
  const before = text.slice(0, offset).split("\n");
  const column = (before.at(-1)?.length ?? 0) + 1;
  return { message: found.message, offset, line: before.length, column };
}
