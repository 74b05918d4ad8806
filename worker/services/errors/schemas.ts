import { z } from "zod";
import { csv, cursorQuery, periodText } from "../cursor-page.ts";

const STATUSES = ["UNRESOLVED", "RESOLVED", "IGNORED"] as const;

export const listErrorsQuery = cursorQuery.extend({
  "filter[status]": csv.pipe(z.array(z.enum(STATUSES))).optional(),
  "filter[taskIdentifier]": csv.optional(),
  /** In its name or message. */
  search: z.string().max(200).optional(),
  /** Seen within it. */
  period: periodText.optional(),
});

export type ListErrorsQuery = z.infer<typeof listErrorsQuery>;

export const changeErrorInput = z.discriminatedUnion("action", [
  z.object({ action: z.literal("resolve") }),
  z.object({ action: z.literal("reopen") }),
  /** Without a period: for good. */
  z.object({ action: z.literal("ignore"), period: periodText.optional() }),
]);

export type ChangeErrorInput = z.infer<typeof changeErrorInput>;
