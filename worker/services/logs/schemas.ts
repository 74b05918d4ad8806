import { z } from "zod";
import { csv, instant, periodText } from "../cursor-page.ts";

const LEVELS = ["DEBUG", "LOG", "INFO", "WARN", "ERROR"] as const;

/** Microseconds of the line's time, and its number: times alone are not unique. */
const cursor = z
  .string()
  .regex(/^\d{1,17}\.\d{1,19}$/, "is not one that a page of logs has returned")
  .transform((text) => {
    const [micros = "", id = ""] = text.split(".");
    return { micros, id };
  });

export const searchLogsQuery = z.object({
  level: csv.pipe(z.array(z.enum(LEVELS))).optional(),
  task: z.string().max(128).optional(),
  run: z.string().max(64).optional(),
  /** In the message, whatever its case. */
  search: z.string().max(200).optional(),
  period: periodText.optional(),
  from: instant.optional(),
  to: instant.optional(),
  size: z.coerce.number().int().min(1).max(500).default(100),
  after: cursor.optional(),
});

export type SearchLogsQuery = z.infer<typeof searchLogsQuery>;
