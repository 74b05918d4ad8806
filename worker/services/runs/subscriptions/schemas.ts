import { z } from "zod";
import { parseDuration } from "#worker/domain/duration.ts";
import { csv } from "../../cursor-page.ts";

/** What a client of the feed sends; what it does not know is for others. */
export const feedQuery = z.object({
  /** `-1`: from the beginning. */
  offset: z
    .string()
    .regex(/^(-1|now|\d+_(\d+|inf))$/, "is not an offset of this feed")
    .default("-1"),
  handle: z.string().max(100).optional(),
  live: z
    .enum(["true", "false"])
    .default("false")
    .transform((text) => text === "true"),
  skipColumns: csv.default([]),
});

export type FeedQuery = z.infer<typeof feedQuery>;

export const taggedFeedQuery = feedQuery.extend({
  tags: csv.default([]),
  /** How far back. */
  createdAt: z
    .string()
    .default("24h")
    .transform((text, issue) => {
      const ms = parseDuration(text);
      if (ms !== undefined) return ms;
      issue.addIssue("must be a duration such as 24h");
      return z.NEVER;
    }),
});

/** Clients do not understand a row without these. */
const NEEDED: ReadonlySet<string> = new Set([
  ...["id", "friendlyId", "taskIdentifier", "status", "createdAt", "updatedAt"],
  // Without it a client would never see the end.
  "completedAt",
]);

/** Of the columns that a client does not want, those it can do without. */
export function skippable(columns: string[]): Set<string> {
  return new Set(columns.filter((column) => !NEEDED.has(column)));
}
