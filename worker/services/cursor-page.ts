import { z } from "zod";
import type { CursorPage } from "#sdk/wire/api.ts";
import { parseDuration } from "#worker/domain/duration.ts";
import { DomainError } from "#worker/domain/errors.ts";
import { friendlyId, type IdPrefix, parseFriendlyId } from "#worker/domain/ids.ts";

/** A comma between values means "any of them". */
export const csv = z
  .string()
  .transform((text) => text.split(",").filter((part) => part.length > 0));

export const instant = z.string().transform((text, issue) => {
  const date = /^\d+$/.test(text) ? new Date(Number(text)) : new Date(text);
  if (!Number.isNaN(date.getTime())) return date;
  issue.addIssue("must be epoch milliseconds or an ISO 8601 date");
  return z.NEVER;
});

export const periodText = z
  .string()
  .refine((text) => parseDuration(text) !== undefined, "must be a duration such as 7d");

export const cursorQuery = z.object({
  "page[size]": z.coerce.number().int().min(1).max(100).default(25),
  "page[after]": z.string().optional(),
  "page[before]": z.string().optional(),
});

export interface CursorPosition {
  size: number;
  before: string | undefined;
  after: string | undefined;
}

/** Walking back after walking forward sends both cursors: `before` is the one that counts. */
export function readPosition(prefix: IdPrefix, query: z.infer<typeof cursorQuery>): CursorPosition {
  const before = parseCursor(prefix, query["page[before]"]);
  const after = before ? undefined : parseCursor(prefix, query["page[after]"]);
  return { size: query["page[size]"], before, after };
}

/** What Prisma reads for the page: newest first, one row more than it shows. */
export function pageArguments({ size, before, after }: CursorPosition) {
  return {
    where: { ...(before && { id: { gt: before } }), ...(after && { id: { lt: after } }) },
    orderBy: { id: before ? ("asc" as const) : ("desc" as const) },
    take: size + 1,
  };
}

/** The page of what was read, newest first, and where its neighbours begin. */
export function toPage<Row extends { id: string }>(
  prefix: IdPrefix,
  { size, before, after }: CursorPosition,
  read: Row[],
): { rows: Row[]; pagination: CursorPage<never>["pagination"] } {
  const rows = read.slice(0, size);
  if (before) rows.reverse();
  const hasMore = read.length > size;
  const first = rows[0];
  const last = rows.at(-1);
  const hasNext = before ? true : hasMore;
  const hasPrevious = before ? hasMore : after !== undefined;
  return {
    rows,
    pagination: {
      ...(last && hasNext && { next: friendlyId(prefix, last.id) }),
      ...(first && hasPrevious && { previous: friendlyId(prefix, first.id) }),
    },
  };
}

function parseCursor(prefix: IdPrefix, cursor: string | undefined): string | undefined {
  if (!cursor) return undefined;
  const id = parseFriendlyId(prefix, cursor);
  if (id) return id;
  throw new DomainError(
    "VALIDATION",
    `The page cursor ${cursor} is not one that a list has returned.`,
  );
}

/** Created when, as lists filter by it: a period wins over its two ends. */
export function createdAtWhere(
  now: Date,
  {
    period,
    from,
    to,
  }: { period?: string | undefined; from?: Date | undefined; to?: Date | undefined },
): { createdAt?: { gte?: Date; lte?: Date } } {
  const gte = period ? new Date(now.getTime() - (parseDuration(period) ?? 0)) : from;
  if (!gte && !to) return {};
  return { createdAt: { ...(gte && { gte }), ...(to && { lte: to }) } };
}
