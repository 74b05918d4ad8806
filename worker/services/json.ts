import type { Prisma } from "#prisma/generated/client.ts";

/** Prisma's JSON input type excludes `undefined` members; serialising drops them, so the value is fine. */
export function toJsonInput(value: object): Prisma.InputJsonValue {
  return value as unknown as Prisma.InputJsonValue;
}

/** A JSON column that holds an object, or undefined. */
export function asRecord(value: unknown): Record<string, unknown> | undefined {
  return typeof value === "object" && value !== null
    ? (value as Record<string, unknown>)
    : undefined;
}

/** Each escape of JSON text as a whole, so that an escaped backslash before `u0000` is not taken for one. */
const ESCAPE = /\\(?:u0000|ud[89a-f][0-9a-f]{2}|.)/g;

/**
 * JSON text that a `jsonb` column takes. Postgres refuses NUL and halves of a surrogate pair (a text
 * cut inside an emoji) with the whole statement, and JSON cannot say a BigInt; none of these may cost
 * the other values that are written along.
 */
export function toJsonbText(value: unknown): string {
  const text = JSON.stringify(value, (_, field: unknown) =>
    typeof field === "bigint" ? `${field}n` : field,
  );
  return text.replace(ESCAPE, (escaped) => {
    if (escaped === "\\u0000") return "";
    return escaped.startsWith("\\ud") ? "\ufffd" : escaped;
  });
}

/** A `text` column takes every character but this one. */
export function withoutNul(text: string): string {
  return text.replaceAll("\0", "");
}
