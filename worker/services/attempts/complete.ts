import { type AfterAttempt, type AttemptEnd, afterAttempt } from "#worker/domain/attempt.ts";
import type { ServiceContext } from "../context.ts";
import { withoutNul } from "../json.ts";
import { giveBackStarts } from "../queues/rates/sql.ts";
import {
  type AttemptChange,
  type ClosedAttemptStatus,
  type RunChange,
  transitionRuns,
} from "../runs/transition.ts";
import { isItsOwnFault, serveApart } from "../serve-apart.ts";
import { closeLateAttempts } from "./sql.ts";
import type { StartedAttempt } from "./started-attempt.ts";

export interface EndedAttempt {
  attempt: Pick<StartedAttempt, "id" | "runId" | "environmentId" | "number" | "retry"> &
    Partial<Pick<StartedAttempt, "outOfMemoryMachine" | "retriesEnabled">>;
  end: AttemptEnd;
  endedAt: Date;
  /** Milliseconds from the attempt's start. */
  executedMs: number;
}

export interface CompletedAttempt {
  /** False: the run had gone on without this attempt, and nothing was changed. */
  isAccepted: boolean;
  /** When the run may start again, if it does. */
  retryAt: Date | undefined;
}

/** Writes what became of attempts and of their runs, many with one statement. */
export function completeAttempts(
  ctx: ServiceContext,
  ended: EndedAttempt[],
): Promise<CompletedAttempt[]> {
  return serveApart(ended, {
    serve: (items) => completeTogether(ctx, items),
    refuse: (item, error) => completeWithout(ctx, item, error),
  });
}

const NOT_ACCEPTED: CompletedAttempt = { isAccepted: false, retryAt: undefined };

/** The run ends; only what it returned, which the database does not take, is lost. */
async function completeWithout(
  ctx: ServiceContext,
  item: EndedAttempt,
  refusal: unknown,
): Promise<CompletedAttempt> {
  const reason = refusal instanceof Error ? refusal.message : String(refusal);
  const error = {
    type: "INTERNAL_ERROR",
    code: "TASK_OUTPUT_ERROR",
    message: `How the attempt ended could not be stored: ${reason}`,
  } as const;
  const end = { kind: "RESULT", result: { ok: false, error } } as const;
  try {
    const [completed] = await completeTogether(ctx, [{ ...item, end }]);
    return completed ?? NOT_ACCEPTED;
  } catch (again) {
    // Found as a stray, it goes back to the queue.
    if (!isItsOwnFault(again)) throw again;
    return NOT_ACCEPTED;
  }
}

async function completeTogether(
  ctx: ServiceContext,
  ended: EndedAttempt[],
): Promise<CompletedAttempt[]> {
  const plans = ended.map(toPlan);
  const moved = await transitionRuns(
    ctx.db.enginePool,
    plans.map(({ change }) => change),
  );
  const accepted = new Set(moved.map((run) => run.id));
  await closeLateAttempts(
    ctx.db.pool,
    ended
      .filter((item) => !accepted.has(item.attempt.runId))
      .map(({ attempt, end, endedAt }) => ({
        id: attempt.id,
        runId: attempt.runId,
        at: endedAt,
        lateOutput: lateOutput(end),
      })),
  );
  await giveBackStarts(
    ctx.db.pool,
    ended
      .filter(({ attempt, end }) => accepted.has(attempt.runId) && hasNotBegun(end))
      .map(({ attempt }) => attempt),
  );
  for (const run of moved) {
    ctx.signals.workAvailable(run.environmentId);
    ctx.signals.runChanged(run.environmentId, run.id);
  }
  return ended.map((item, index) => ({
    isAccepted: accepted.has(item.attempt.runId),
    retryAt: accepted.has(item.attempt.runId) ? plans[index]?.retryAt : undefined,
  }));
}

function toPlan({ attempt, end, endedAt, executedMs }: EndedAttempt) {
  const next = afterAttempt({
    end,
    attemptNumber: attempt.number,
    retry: attempt.retry,
    retriesEnabled: attempt.retriesEnabled,
    outOfMemoryMachine: attempt.outOfMemoryMachine,
    random: Math.random(),
  });
  const retryAt = next.to === "QUEUED" ? new Date(endedAt.getTime() + next.delayMs) : undefined;
  const change: RunChange = {
    runId: attempt.runId,
    to: next.to,
    at: endedAt,
    fence: { attemptNumber: attempt.number },
    executedMs,
    attempt: closing(attempt.id, next, end),
    ...outcome(next, attempt.number, retryAt),
  };
  return { change, retryAt };
}

function outcome(
  next: AfterAttempt,
  number: number,
  retryAt: Date | undefined,
): Partial<RunChange> {
  switch (next.to) {
    case "COMPLETED":
      return {
        output: next.output === undefined ? undefined : withoutNul(next.output),
        outputType: next.outputType,
      };
    case "QUEUED":
      return {
        // What is handed back never had its turn: it keeps its place.
        queueOrder: next.costsAttempt ? retryAt : undefined,
        reason: next.reason,
        machine: next.machine,
        attemptNumber: next.costsAttempt ? undefined : number - 1,
      };
    default:
      return { error: next.error };
  }
}

function closing(id: string, next: AfterAttempt, end: AttemptEnd): AttemptChange {
  const status = closedStatus(next, end);
  const error = next.to === "COMPLETED" ? undefined : next.error;
  return { kind: "CLOSE", id, status, error };
}

function closedStatus(next: AfterAttempt, end: AttemptEnd): ClosedAttemptStatus {
  switch (next.to) {
    case "COMPLETED":
    case "TIMED_OUT":
    case "CRASHED":
      return next.to;
    case "SYSTEM_FAILURE":
      return "CRASHED";
    case "FAILED":
      return "FAILED";
    case "QUEUED":
      if (end.kind === "HANDED_BACK") return "CANCELED";
      return end.kind === "PROCESS_DIED" ? "CRASHED" : "FAILED";
  }
}

function hasNotBegun(end: AttemptEnd): boolean {
  return end.kind === "HANDED_BACK" && end.hasNotBegun === true;
}

/** What `run` still returned after its run was canceled: kept on the attempt, not as the run's output. */
function lateOutput(end: AttemptEnd): string | null {
  if (end.kind !== "RESULT") return null;
  const { output } = end.result.ok ? end.result : (end.result.lateOutput ?? {});
  return output === undefined ? null : withoutNul(output);
}
