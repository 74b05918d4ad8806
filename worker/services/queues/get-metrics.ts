import { percentileMs } from "#worker/domain/histogram.ts";
import type { QueueDetailView, QueueKeyView } from "#worker/domain/insight/views.ts";
import type { EnvironmentContext } from "../context.ts";
import { findQueue } from "./find.ts";
import { withCounts } from "./get.ts";
import { presentMetrics, RECENT_MINUTES } from "./metrics/present.ts";
import {
  type FlowRow,
  isCountCapped,
  type KeyRow,
  readFlow,
  readKeys,
  readOldest,
} from "./metrics/sql.ts";
import type { QueueReference } from "./schemas.ts";

const MINUTE_MS = 60_000;
const MINUTES_SHOWN = 60;
/** For each of the two ways to rank them. */
const KEYS_SHOWN = 100;

/** One queue with its last hour, and its keys: those that wait longest and those with the most waiting. Throws NOT_FOUND. */
export async function getQueueMetrics(
  ctx: EnvironmentContext,
  reference: QueueReference,
): Promise<QueueDetailView> {
  const queue = await findQueue(ctx, "read", reference);
  const environmentId = ctx.environment.id;
  const { name } = queue;
  const now = ctx.clock();
  const start = Math.floor(now.getTime() / MINUTE_MS) * MINUTE_MS - (MINUTES_SHOWN - 1) * MINUTE_MS;
  const [object, keys, oldest, flow] = await Promise.all([
    withCounts(ctx, queue),
    readKeys(ctx.db.pool, { environmentId, name }),
    readOldest(ctx.db.pool, { environmentId, names: [name], now }),
    readFlow(ctx.db.pool, { environmentId, names: [name], since: new Date(start) }),
  ]);
  const recent = now.getTime() - RECENT_MINUTES * MINUTE_MS;
  const delay = delaysOf(flow);
  return {
    queue: object,
    metrics: presentMetrics(queue, {
      flow: flow.filter(({ at }) => at.getTime() >= recent),
      oldest: oldest.get(name),
      now,
    }),
    ...(delay && { delay }),
    minutes: minutesOf(flow, start),
    keys: ranked(keys.rows.map((row) => presentKey(row, keys.areCapped, now))),
    keyCount: keys.rows.length,
    areKeysCapped: keys.areCapped,
  };
}

function delaysOf(flow: FlowRow[]): QueueDetailView["delay"] {
  const started = flow.filter(({ event }) => event === "STARTED");
  const at = (share: number) => Math.round(percentileMs(started, share) ?? 0);
  return started.length > 0 ? { p50Ms: at(0.5), p95Ms: at(0.95), p99Ms: at(0.99) } : undefined;
}

function minutesOf(flow: FlowRow[], start: number): QueueDetailView["minutes"] {
  const minutes = Array.from({ length: MINUTES_SHOWN }, (_, index) => ({
    at: new Date(start + index * MINUTE_MS).toISOString(),
    in: 0,
    out: 0,
  }));
  for (const { at, event, count } of flow) {
    const minute = minutes[Math.round((at.getTime() - start) / MINUTE_MS)];
    if (minute) minute[event === "QUEUED" ? "in" : "out"] += count;
  }
  return minutes;
}

function presentKey(row: KeyRow, areCapped: boolean, now: Date): QueueKeyView {
  const { key, since, queued, running } = row;
  const waitMs = since ? now.getTime() - since.getTime() : -1;
  return {
    key,
    queued: { count: queued, isCapped: areCapped && isCountCapped(queued) },
    running,
    ...(waitMs >= 0 && { oldestWaitMs: waitMs }),
  };
}

/** The first by either rank, by who waits longest. */
function ranked(keys: QueueKeyView[]): QueueKeyView[] {
  const most = keys.toSorted(byBacklog).slice(0, KEYS_SHOWN);
  const longest = keys.toSorted(byWait).slice(0, KEYS_SHOWN);
  return [...new Set([...longest, ...most])].sort(byWait);
}

function byWait(a: QueueKeyView, b: QueueKeyView): number {
  return (
    (b.oldestWaitMs ?? -1) - (a.oldestWaitMs ?? -1) ||
    b.queued.count - a.queued.count ||
    b.running - a.running
  );
}

function byBacklog(a: QueueKeyView, b: QueueKeyView): number {
  return b.queued.count - a.queued.count || byWait(a, b);
}
