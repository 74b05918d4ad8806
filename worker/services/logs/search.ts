import type { EventLevel } from "#sdk/wire/protocol.ts";
import { parseDuration } from "#worker/domain/duration.ts";
import { friendlyId, parseFriendlyId } from "#worker/domain/ids.ts";
import type { LogLineView, LogPageView } from "#worker/domain/insight/views.ts";
import { authorize } from "../authorize.ts";
import type { EnvironmentContext } from "../context.ts";
import type { SearchLogsQuery } from "./schemas.ts";
import { findWalkEnd, type LogFilter, type LogRow, type LogSearch, readLogs } from "./sql.ts";

/** A search for text or a task looks at so many lines, then says how far it came. */
export const LINES_AT_ONCE = 50_000;

/** Lines of the environment's runs, newest first. Whatever is asked for, its cost is bounded. */
export async function searchLogs(
  ctx: EnvironmentContext,
  query: SearchLogsQuery,
  { atOnce = LINES_AT_ONCE }: { atOnce?: number } = {},
): Promise<LogPageView> {
  authorize(ctx, "read", { type: "runs" });
  const runId = query.run ? parseFriendlyId("run", query.run) : null;
  // An id that is none has no lines, rather than those of every run.
  if (query.run && !runId) return { data: [] };
  const search: LogSearch = {
    environmentId: ctx.environment.id,
    runId,
    levels: query.level?.length ? query.level : null,
    from: query.period
      ? new Date(ctx.clock().getTime() - (parseDuration(query.period) ?? 0))
      : (query.from ?? null),
    to: query.to ?? null,
    after: query.after ?? null,
  };
  const filter: LogFilter = {
    task: query.task || null,
    pattern: query.search ? `%${query.search.replace(/[\\%_]/g, "\\$&")}%` : null,
  };
  const { pool } = ctx.db;
  const read = await readLogs(pool, search, filter, { atOnce, limit: query.size + 1 });
  const rows = read.slice(0, query.size);
  const last = rows.at(-1);
  const data = rows.map(present);
  if (last && read.length > query.size) return { data, next: cursorOf(last) };
  const end = await findWalkEnd(pool, search, atOnce);
  if (!end) return { data };
  return {
    data,
    next: cursorOf(end),
    searched: { lines: atOnce, since: end.at.toISOString() },
  };
}

function cursorOf({ micros, id }: { micros: string; id: string }): string {
  return `${micros}.${id}`;
}

function present({
  id,
  at,
  level,
  message,
  runId,
  task,
  attempt,
  attributes,
}: LogRow): LogLineView {
  return {
    ...{ id, message, task, at: at.toISOString() },
    level: asLevel(level),
    runId: friendlyId("run", runId),
    attempt: attempt ?? 1,
    ...(attributes && { attributes }),
  };
}

/** The column of a log holds the level that the runner sent. */
function asLevel(label: string): EventLevel {
  return label as EventLevel;
}
