/**
 * Public ids (`run_…`) are another spelling of the row's UUID: the prefix says what it is, the
 * rest is the 128 bits in Crockford's base 32. UUIDs of version 7 sort by time, and so do these.
 */
export type IdPrefix =
  | "run"
  | "batch"
  | "bulk"
  | "deployment"
  | "env"
  | "queue"
  | "attempt"
  | "apikey"
  | "waitpoint"
  | "worker"
  | "error"
  | "invitation"
  | "sched"
  | "task"
  | "template";

const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
const LENGTH = 26;

export function friendlyId(prefix: IdPrefix, uuid: string): string {
  const hex = uuid.replaceAll("-", "");
  // Without BigInt, since every run and every row of a list needs some: two digits of 16 are two of 32
  // at the front, and from there on five are four.
  let text = digits(Number.parseInt(hex.slice(0, 2), 16), 2);
  for (let at = 2; at < hex.length; at += 5) {
    text += digits(Number.parseInt(hex.slice(at, at + 5), 16), 4);
  }
  return `${prefix}_${text}`;
}

function digits(value: number, count: number): string {
  let text = "";
  for (let shift = (count - 1) * 5; shift >= 0; shift -= 5) {
    text += ALPHABET.charAt((value >> shift) & 31);
  }
  return text;
}

/** The UUID behind a public id, or null when the text is not one of that kind. */
export function parseFriendlyId(prefix: IdPrefix, text: string): string | null {
  if (!text.startsWith(`${prefix}_`)) return null;
  const body = text.slice(prefix.length + 1);
  if (body.length !== LENGTH) return null;
  let value = 0n;
  for (const character of body) {
    const digit = ALPHABET.indexOf(character);
    if (digit < 0) return null;
    value = (value << 5n) | BigInt(digit);
  }
  if (value >> 128n) return null;
  const hex = value.toString(16).padStart(32, "0");
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20),
  ].join("-");
}

/** The smallest row id that can have been made at this moment: ids sort by time, so a time window is a range of them. */
export function firstIdAt(at: Date): string {
  const hex = Math.max(0, at.getTime()).toString(16).padStart(12, "0");
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`;
}
