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
