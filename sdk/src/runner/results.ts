import type { PacketType } from "../wire/packet-type.ts";
import type { AttemptResult } from "../wire/protocol.ts";
import type { Failure } from "./failure.ts";
import { retryAfter } from "./retry-decision.ts";
import type { AttemptSession } from "./session.ts";
import { headline, internalError } from "./task-error.ts";

export function failureResult(failure: Failure): AttemptResult {
  if (failure.kind !== "retry") return { ok: false, error: failure.error };
  return { ok: false, error: failure.error, retry: { delayMs: failure.delayMs } };
}

/** Nothing in a task caught this, so nothing can be said about the state of the process: it ends after the report. */
export function uncaughtResult(session: AttemptSession, thrown: unknown): AttemptResult {
  const { bundleRoot, attempt } = session;
  const cause = { thrown, bundleRoot };
  const error = internalError("TASK_RUN_UNCAUGHT_EXCEPTION", headline(thrown), cause);
  const clock = { now: Date.now(), random: Math.random() };
  const delayMs = retryAfter(thrown, attempt, clock);
  return delayMs === undefined ? { ok: false, error } : { ok: false, error, retry: { delayMs } };
}

/** A cancelled run stays cancelled, however `run` took the signal. What it still returned is kept beside. */
export function cancelledResult(
  { attempt, cancelReason }: AttemptSession,
  late?: { output?: string | undefined; outputType: PacketType },
): AttemptResult {
  const seconds = attempt.ctx.run.maxDuration;
  const limit = seconds === undefined ? "" : ` of ${seconds} s`;
  const error =
    cancelReason === "MAX_DURATION"
      ? internalError("MAX_DURATION_EXCEEDED", `The attempt exceeded its maxDuration${limit}.`)
      : internalError("TASK_RUN_CANCELLED", "The run was canceled.");
  if (late?.output === undefined) return { ok: false, error };
  return { ok: false, error, lateOutput: { output: late.output, outputType: late.outputType } };
}
