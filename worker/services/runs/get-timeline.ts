import type { Attempt, Run, RunEvent } from "#prisma/generated/client.ts";
import type { EventLevel } from "#sdk/wire/protocol.ts";
import type { RunStatus } from "#sdk/wire/run-status.ts";
import { notFound } from "#worker/domain/errors.ts";
import { parseFriendlyId } from "#worker/domain/ids.ts";
import { presentError } from "#worker/domain/run-error.ts";
import type { AttemptView, RunEventView, RunTimelineView } from "#worker/domain/views.ts";
import { authorize } from "../authorize.ts";
import type { EnvironmentContext } from "../context.ts";
import { asRecord } from "../json.ts";
import { readTargets } from "./find-readable.ts";
import { storedError } from "./present.ts";

/** More events than this come in several answers, by `cursor`. */
const PAGE = 2_000;

/** Attempts and events of a run, oldest first; with `after`, only the events that came later. */
export async function getTimeline(
  ctx: EnvironmentContext,
  runId: string,
  after: string | undefined,
): Promise<RunTimelineView> {
  const id = parseFriendlyId("run", runId);
  const run = id
    ? await ctx.db.prisma.run.findFirst({ where: { id, environmentId: ctx.environment.id } })
    : null;
  if (!run) throw notFound(`Run ${runId}`);
  authorize(ctx, "read", ...readTargets(runId, run));
  const cursor = after && /^\d{1,18}$/.test(after) ? BigInt(after) : 0n;
  const [attempts, events] = await Promise.all([
    ctx.db.prisma.attempt.findMany({ where: { runId: run.id }, orderBy: { number: "asc" } }),
    ctx.db.prisma.runEvent.findMany({
      where: { runId: run.id, id: { gt: cursor } },
      orderBy: { id: "asc" },
      take: PAGE,
    }),
  ]);
  // A trigger writes one row and nothing else, so its own entry is told from that row.
  const created = cursor === 0n ? [createdEvent(run, events[0])] : [];
  return {
    attempts: attempts.map(presentAttempt),
    events: [...created, ...events.map(presentEvent)],
    cursor: String(events.at(-1)?.id ?? cursor),
    ...(events.length === PAGE && { hasMore: true }),
  };
}

function createdEvent(run: Run, first: RunEvent | undefined): RunEventView {
  // Only a run that waited for its code can be queued, or still wait, before anything else happened.
  const wasParked = first ? first.label === "QUEUED" : run.status === "PENDING_VERSION";
  return {
    kind: "TRANSITION",
    id: "0",
    at: run.createdAt.toISOString(),
    ...(run.delayUntil
      ? { status: "DELAYED", reason: `Triggered, to start at ${run.delayUntil.toISOString()}` }
      : wasParked
        ? {
            status: "PENDING_VERSION",
            reason: `No deployment in this environment has a task “${run.taskSlug}”`,
          }
        : { status: "QUEUED", reason: "Triggered" }),
  };
}

function presentAttempt(attempt: Attempt): AttemptView {
  return {
    number: attempt.number,
    status: attempt.status,
    startedAt: attempt.startedAt.toISOString(),
    ...(attempt.finishedAt && {
      finishedAt: attempt.finishedAt.toISOString(),
      durationMs: attempt.finishedAt.getTime() - attempt.startedAt.getTime(),
    }),
    ...(attempt.error !== null && { error: presentError(storedError(attempt.error)) }),
  };
}

const BETWEEN_ATTEMPTS = new Set<string>([
  "QUEUED",
  "DEQUEUED",
  "PENDING_VERSION",
] satisfies RunStatus[]);

function presentEvent(event: RunEvent): RunEventView {
  const base = { id: String(event.id), at: event.at.toISOString() };
  const attributes = asRecord(event.attributes);
  switch (event.kind) {
    case "TRANSITION":
      return {
        ...base,
        kind: "TRANSITION",
        status: asStatus(event.label),
        // Before an attempt starts, the number is still that of the one before.
        ...(event.attemptNumber &&
          !BETWEEN_ATTEMPTS.has(event.label) && { attempt: event.attemptNumber }),
        ...(event.message && { reason: event.message }),
      };
    case "LOG":
      return {
        ...base,
        kind: "LOG",
        attempt: event.attemptNumber ?? 0,
        level: asLevel(event.label),
        message: event.message,
        ...(attributes && { attributes }),
      };
    case "SPAN":
      return {
        ...base,
        kind: "SPAN",
        attempt: event.attemptNumber ?? 0,
        spanId: event.spanId ?? "",
        name: event.message,
        category: event.label,
        ...(event.parentSpanId !== null && { parentSpanId: event.parentSpanId }),
        ...(event.durationMs !== null && { durationMs: event.durationMs }),
        ...(event.error !== null && { error: presentError(storedError(event.error)) }),
        ...(attributes && { attributes }),
      };
  }
}

/** `label` of a transition is written from the status column itself. */
function asStatus(label: string): RunStatus {
  return label as RunStatus;
}

/** `label` of a log is written from the protocol's own union. */
function asLevel(label: string): EventLevel {
  return label as EventLevel;
}
