import type { FeedMessage, RunRow } from "#sdk/wire/run-row.ts";
import type { EnvironmentContext } from "#worker/services/context.ts";
import type { RunSelection } from "#worker/services/runs/subscriptions/read.ts";
import { type FeedQuery, skippable } from "#worker/services/runs/subscriptions/schemas.ts";
import { subscriptionOf } from "./run-subscription.ts";

const HOLD_MS = 20_000;
const UP_TO_DATE: FeedMessage = { headers: { control: "up-to-date" } };

interface FeedRequest {
  ctx: EnvironmentContext;
  request: Request;
  query: FeedQuery;
}

/**
 * One poll of the feed, on the wire that clients know (http-contract §12): the first gives everything, those
 * after it are held until something is new. Offsets are times: from when on there is something to tell.
 */
export async function answerFeed(
  { ctx, request, query }: FeedRequest,
  selection: RunSelection,
): Promise<Response> {
  const { live, offset, handle } = query;
  const isFirst = !live || offset === "-1";
  const startedAt = ctx.clock().getTime();
  const subscription = subscriptionOf(ctx, selection, isFirst ? undefined : handle);
  const since = new Date(Number(offset.split("_")[0]));
  if (!isFirst) subscription.continueFrom(offset);
  const messages = isFirst
    ? await subscription.snapshot(ctx)
    : await subscription.changes(ctx, { since, waitMs: HOLD_MS, signal: request.signal });
  const ofToken = ctx.actor.kind === "publicToken" ? (ctx.actor.skipColumns ?? []) : [];
  const skipped = skippable([...query.skipColumns, ...ofToken]);
  const body = [...messages.map((message) => without(message, skipped)), UP_TO_DATE];
  // What was read is at least as new as the moment before it was, or as the wait for it was long.
  const until =
    messages.length > 0 || isFirst ? Math.max(startedAt, newestOf(messages)) : startedAt;
  subscription.lastOffset = `${until}_${next()}`;
  const { handle: own, lastOffset } = subscription;
  const headers = headersOf(request, { handle: own, offset: lastOffset, isLive: !isFirst });
  return Response.json(body, { headers });
}

function headersOf(
  request: Request,
  { handle, offset, isLive }: { handle: string; offset: string; isLive: boolean },
): Record<string, string> {
  // Clients of before the dated API know these under other names.
  const isOld = !request.headers.has("x-trigger-electric-version");
  return {
    [isOld ? "electric-shape-id" : "electric-handle"]: handle,
    [isOld ? "electric-chunk-last-offset" : "electric-offset"]: offset,
    ...(isLive ? { "electric-cursor": offset } : { "electric-schema": "{}" }),
    "electric-up-to-date": "true",
    "cache-control": "no-store",
  };
}

let count = 0;

/** Every answer has an offset of its own: a client that sees one again takes it for a loop. */
function next(): number {
  count = (count + 1) % 1_000_000;
  return count;
}

function newestOf(messages: FeedMessage[]): number {
  const times = messages.map((message) =>
    "value" in message && message.value.updatedAt ? Date.parse(`${message.value.updatedAt}Z`) : 0,
  );
  return times.reduce((a, b) => Math.max(a, b), 0);
}

function without(message: FeedMessage, skipped: ReadonlySet<string>): FeedMessage {
  if (!("value" in message) || skipped.size === 0) return message;
  const kept = Object.entries(message.value).filter(([column]) => !skipped.has(column));
  // A part of a row is one.
  const value: Partial<RunRow> = Object.fromEntries(kept);
  return { ...message, value };
}
