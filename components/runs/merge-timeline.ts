import type { AttemptView, RunEventView, RunTimelineView } from "#worker/domain/views.ts";

/** What was known, plus an answer to `?after=<cursor>`. Both are oldest first. */
export function mergeTimeline(known: RunTimelineView, fresh: RunTimelineView): RunTimelineView {
  return {
    attempts: mergeAttempts(known.attempts, fresh.attempts),
    events: mergeEvents(known.events, fresh.events),
    cursor: fresh.cursor,
    ...(fresh.hasMore && { hasMore: true }),
  };
}

function mergeAttempts(known: AttemptView[], fresh: AttemptView[]): AttemptView[] {
  const byNumber = new Map(known.map((attempt) => [attempt.number, attempt]));
  for (const attempt of fresh) byNumber.set(attempt.number, attempt);
  return [...byNumber.values()].sort((a, b) => a.number - b.number);
}

/** The same event may be sent twice around the cursor; it is kept once. */
function mergeEvents(known: RunEventView[], fresh: RunEventView[]): RunEventView[] {
  if (fresh.length === 0) return known;
  const seen = new Set(known.map((event) => event.id));
  return [...known, ...fresh.filter((event) => !seen.has(event.id))];
}
