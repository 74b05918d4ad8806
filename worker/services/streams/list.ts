import type { StreamList } from "#worker/domain/views.ts";
import type { EnvironmentContext } from "../context.ts";
import { findReadableRun } from "../runs/find-readable.ts";
import { shownKey } from "./schemas.ts";

const SHOWN_PARTS = 100;

/** The streams of a run, the one opened first first, each with its last parts. Throws NOT_FOUND and FORBIDDEN. */
export async function listStreams(ctx: EnvironmentContext, runId: string): Promise<StreamList> {
  const run = await findReadableRun(ctx, runId);
  const { rows } = await ctx.db.pool.query<{
    key: string;
    length: number;
    bytes: string;
    parts: { index: number; at: string; data: string }[];
  }>({
    name: "list-streams",
    text: `
      SELECT stream.key, stream.length, stream.bytes, last.parts
      FROM run_stream AS stream CROSS JOIN LATERAL (
        SELECT coalesce(json_agg(json_build_object(
          'index', part.index, 'at', part.created_at, 'data', part.data
        ) ORDER BY part.index), '[]') AS parts
        FROM (
          SELECT index, created_at, data FROM run_stream_part
          WHERE run_id = stream.run_id AND key = stream.key
          ORDER BY index DESC LIMIT ${SHOWN_PARTS}
        ) AS part
      ) AS last
      WHERE stream.run_id = $1 ORDER BY stream.created_at, stream.key`,
    values: [run.id],
  });
  return {
    streams: rows.map(({ key, bytes, ...stream }) => ({
      ...stream,
      key: shownKey(key),
      bytes: Number(bytes),
    })),
  };
}
