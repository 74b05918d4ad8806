import type pg from "pg";
import type { Prisma } from "#prisma/generated/client.ts";
import { type FieldCondition, matchesField } from "#worker/domain/run-fields.ts";
import type { EnvironmentContext } from "../../context.ts";
import { packetToJson } from "../packet.ts";
import { readRows } from "./read-rows.ts";
import type { ListRunsQuery } from "./schemas.ts";

/** Runs that are looked into for one answer: what a page may cost decides it. */
export const FIELD_SEARCH_RUNS = 5_000;
/** Without a time of its own such a query is about the last day. */
export const FIELD_SEARCH_PERIOD = "1d";

export interface FieldMatches {
  ids: string[];
  /** The oldest run that was looked into; undefined: all that the filters allow were. */
  reachedBackTo: Date | undefined;
}

/** The newest runs within the other filters whose payload, output or metadata meets the conditions. */
export async function matchFields(
  ctx: EnvironmentContext,
  where: Prisma.RunWhereInput,
  query: ListRunsQuery,
): Promise<FieldMatches> {
  const conditions = query["filter[fields]"] ?? [];
  const candidates = await readRows(ctx, where, query, {
    ...{ size: FIELD_SEARCH_RUNS, before: undefined, after: undefined },
  });
  const searched = candidates.slice(0, FIELD_SEARCH_RUNS);
  const rows = await readLikely(
    ctx.db.pool,
    searched.map((run) => run.id),
    conditions,
  );
  return {
    ids: rows.filter((row) => conditions.every((one) => isMet(row, one))).map((row) => row.id),
    reachedBackTo: candidates.length > FIELD_SEARCH_RUNS ? searched.at(-1)?.createdAt : undefined,
  };
}

interface Documents {
  id: string;
  payload: string | null;
  payloadType: string;
  output: string | null;
  outputType: string | null;
  metadata: unknown;
}

/** Searching a text is much cheaper than reading it as JSON, so only what has the words at all is read. */
async function readLikely(
  pool: pg.Pool,
  ids: string[],
  conditions: FieldCondition[],
): Promise<Documents[]> {
  const values: unknown[] = [ids];
  const likely = conditions.flatMap(({ of, path, operator, value }) => {
    const text = of === "metadata" ? "metadata::text" : of;
    const words = [
      path.findLast((step) => !/^\d+$/.test(step)),
      operator === "=" ? value : undefined,
    ];
    return words.filter(isPlain).map((word) => `strpos(${text}, $${values.push(word)}) > 0`);
  });
  const { rows } = await pool.query<Documents>({
    text: `
      SELECT id, payload, payload_type AS "payloadType", output, output_type AS "outputType", metadata
      FROM run WHERE id = ANY($1::uuid[])
        -- What is larger is not worth reading for a list.
        AND coalesce(pg_column_size(payload), 0) < 60000 AND coalesce(pg_column_size(output), 0) < 60000
        ${likely.map((condition) => `AND ${condition}`).join(" ")}`,
    values,
  });
  return rows;
}

/** JSON may write other characters in two ways. */
function isPlain(word: string | undefined): word is string {
  return word !== undefined && /^[\w .:@+/-]+$/.test(word) && !word.includes("/");
}

function isMet(row: Documents, condition: FieldCondition): boolean {
  try {
    return matchesField(documentOf(row, condition.of), condition);
  } catch {
    // Sent as JSON, and is none.
    return false;
  }
}

function documentOf(row: Documents, of: FieldCondition["of"]): unknown {
  if (of === "metadata") return row.metadata;
  return of === "payload"
    ? packetToJson(row.payload, row.payloadType)
    : packetToJson(row.output, row.outputType ?? "application/json");
}
