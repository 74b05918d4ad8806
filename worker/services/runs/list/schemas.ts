import { z } from "zod";
import { parseFieldCondition } from "#worker/domain/run-fields.ts";
import { parseStatusName } from "#worker/domain/run-status.ts";
import { csv, cursorQuery, instant, periodText } from "../../cursor-page.ts";

const statuses = csv.transform((names, issue) => {
  const parsed = names.map(parseStatusName);
  const unknown = names.filter((_, index) => !parsed[index]);
  if (unknown.length === 0) return parsed.flatMap((list) => list ?? []);
  issue.addIssue(`has no status ${unknown.join(", ")}`);
  return z.NEVER;
});

/** A JSON array of texts, since a value may have any character that could stand between two. */
const fields = z.string().transform((text, issue) => {
  const conditions = readTexts(text).map(parseFieldCondition);
  if (conditions.length > 0 && conditions.length <= 5) {
    const known = conditions.filter((condition) => condition !== undefined);
    if (known.length === conditions.length) return known;
  }
  issue.addIssue('must be a JSON array of up to 5 texts such as "payload.userId = 42"');
  return z.NEVER;
});

function readTexts(text: string): string[] {
  try {
    const parsed: unknown = JSON.parse(text);
    if (!Array.isArray(parsed)) return [];
    return parsed.map((entry) => (typeof entry === "string" ? entry : ""));
  } catch {
    return [];
  }
}

/** The query string of a list of runs, with the names that its clients use. */
export const listRunsQuery = cursorQuery.extend({
  /** These runs and no others; whatever else is asked for must be true of them as well. */
  "filter[run]": csv.optional(),
  "filter[status]": statuses.optional(),
  "filter[taskIdentifier]": csv.optional(),
  "filter[version]": csv.optional(),
  "filter[tag]": csv.optional(),
  "filter[queue]": csv.optional(),
  "filter[concurrencyKey]": csv.optional(),
  "filter[machine]": csv.optional(),
  "filter[batch]": z.string().optional(),
  "filter[bulkAction]": z.string().optional(),
  "filter[schedule]": z.string().optional(),
  /** Runs that ended with an error of this group. */
  "filter[error]": z.string().optional(),
  "filter[isTest]": z.enum(["true", "false"]).optional(),
  /** Only runs that no other run started. */
  "filter[rootOnly]": z.enum(["true", "false"]).optional(),
  /** Conditions on payload, output and metadata; searched in a bounded number of runs. */
  "filter[fields]": fields.optional(),
  "filter[createdAt][from]": instant.optional(),
  "filter[createdAt][to]": instant.optional(),
  "filter[createdAt][period]": periodText.optional(),
});

export type ListRunsQuery = z.infer<typeof listRunsQuery>;
