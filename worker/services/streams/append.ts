import { DomainError } from "#worker/domain/errors.ts";
import type { EnvironmentContext } from "../context.ts";
import { withoutNul } from "../json.ts";
import { openStream } from "./open.ts";
import { findWritableRun, type StreamAddress } from "./target.ts";

export interface StreamChunks {
  /** Each is JSON. */
  parts: string[];
  /** Whoever writes them, and the place of the first among all that it writes: a repetition adds nothing. */
  writer?: { id: string; from: number } | undefined;
}

const MAX_STREAM_BYTES = 300 * 1024 * 1024;

/**
 * Adds parts to the end of a stream, which is opened if it is not there. Throws NOT_FOUND, FORBIDDEN, VALIDATION
 * for a run that is over, and TOO_LARGE for a stream that is full.
 */
export async function appendToStream(
  ctx: EnvironmentContext,
  address: StreamAddress,
  { parts, writer }: StreamChunks,
): Promise<void> {
  const runId = await findWritableRun(ctx, address);
  if (parts.length === 0) return;
  const append = async () => {
    const { rows } = await ctx.db.pool.query<{ isFull: boolean }>({
      name: "append-to-stream",
      text: APPEND,
      values: [
        ...[runId, address.key, writer?.id ?? null, writer?.from ?? 0],
        ...[parts.map(withoutNul), ctx.clock()],
      ],
    });
    return rows[0];
  };
  let written = await append();
  if (!written) {
    await openStream(ctx, address);
    written = await append();
  }
  if (written?.isFull) {
    throw new DomainError("TOO_LARGE", `A stream may have ${MAX_STREAM_BYTES} bytes.`);
  }
  ctx.signals.streamGrew(runId);
}

/** The row of the stream orders its writers, and knows how far each of them has come. */
const APPEND = `
WITH held AS MATERIALIZED (
  SELECT length, bytes, coalesce((writers ->> $3::text)::int, 0) AS known
  FROM run_stream WHERE run_id = $1 AND key = $2 FOR UPDATE
), fresh AS MATERIALIZED (
  SELECT held.length + (row_number() OVER (ORDER BY given.place))::int - 1 AS index, given.part,
    held.bytes + sum(octet_length(given.part)) OVER () > ${MAX_STREAM_BYTES} AS is_too_much
  FROM held, unnest($5::text[]) WITH ORDINALITY AS given(part, place)
  WHERE $3::text IS NULL OR $4::int + given.place - 1 >= held.known
), added AS (
  INSERT INTO run_stream_part (run_id, key, index, data, created_at)
  SELECT $1, $2, index, part, $6 FROM fresh WHERE NOT is_too_much
  RETURNING octet_length(data) AS bytes
), grown AS (
  UPDATE run_stream SET
    length = length + (SELECT count(*) FROM added),
    bytes = bytes + (SELECT coalesce(sum(added.bytes), 0) FROM added),
    writers = CASE WHEN $3::text IS NULL THEN writers
      ELSE writers || jsonb_build_object($3::text, greatest((SELECT known FROM held), $4::int + cardinality($5::text[]))) END
  WHERE run_id = $1 AND key = $2 AND EXISTS (SELECT FROM added)
)
SELECT EXISTS (SELECT FROM fresh WHERE is_too_much) AS "isFull" FROM held`;
