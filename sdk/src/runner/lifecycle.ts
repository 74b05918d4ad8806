import { fromPacket, toPacket } from "../packet.ts";
import type { TaskDefinition } from "../task-options.ts";
import type { AttemptResult, PacketType } from "../wire/protocol.ts";
import { retryAfter } from "./retry-decision.ts";
import { Scope } from "./scope.ts";
import type { AttemptSession } from "./session.ts";
import { headline, internalError, toTaskRunError } from "./task-error.ts";

/** How `run` ended, before anything is made of it. */
type Outcome = { ok: true; output: unknown } | { ok: false; thrown: unknown };

export interface LifecycleInput {
  session: AttemptSession;
  definition: TaskDefinition;
  /** Called right before `run` is. */
  onStarted: () => void;
}

/**
 * One attempt, in the order of lifecycle §2: input, run, outcome, output. It never throws: what
 * goes wrong in the task is a result.
 */
export async function runLifecycle(input: LifecycleInput): Promise<AttemptResult> {
  const { session } = input;
  const parsed = parsePayload(session);
  if (!parsed.ok) return parsed.result;
  const outcome = await callRun(input, parsed.payload);
  if (session.cancelReason) return cancelledResult(session, outcome);
  return outcome.ok
    ? successResult(session, outcome.output)
    : failureResult(session, outcome.thrown);
}

function parsePayload(
  session: AttemptSession,
): { ok: true; payload: unknown } | { ok: false; result: AttemptResult } {
  const { payload: data, payloadType: dataType } = session.attempt;
  try {
    return { ok: true, payload: fromPacket({ data, dataType }) };
  } catch (thrown) {
    const message = `The payload could not be read as ${dataType}. ${headline(thrown)}`;
    return { ok: false, result: { ok: false, error: internalError("TASK_INPUT_ERROR", message) } };
  }
}

async function callRun(
  { session, definition, onStarted }: LifecycleInput,
  payload: unknown,
): Promise<Outcome> {
  const params = { ctx: session.attempt.ctx, signal: session.signal, init: {} };
  try {
    const output = await new Scope(session).span("run", "run", () => {
      onStarted();
      return definition.run(payload, params);
    });
    return { ok: true, output };
  } catch (thrown) {
    return { ok: false, thrown };
  }
}

function successResult({ bundleRoot }: AttemptSession, output: unknown): AttemptResult {
  try {
    return { ok: true, ...serialised(output) };
  } catch (thrown) {
    const message = `What run returned could not be serialised. ${headline(thrown)}`;
    return {
      ok: false,
      error: internalError("TASK_OUTPUT_ERROR", message, { thrown, bundleRoot }),
    };
  }
}

export function failureResult(session: AttemptSession, thrown: unknown): AttemptResult {
  const error = toTaskRunError(thrown, session.bundleRoot);
  return { ok: false, error, ...retryOf(session, thrown) };
}

/** Nothing in a task caught this, so nothing can be said about the state of the process: it ends after the report. */
export function uncaughtResult(session: AttemptSession, thrown: unknown): AttemptResult {
  const { bundleRoot } = session;
  const error = internalError("TASK_RUN_UNCAUGHT_EXCEPTION", headline(thrown), {
    thrown,
    bundleRoot,
  });
  return { ok: false, error, ...retryOf(session, thrown) };
}

function retryOf(session: AttemptSession, thrown: unknown): { retry?: { delayMs: number } } {
  const clock = { now: Date.now(), random: Math.random() };
  const delayMs = retryAfter(thrown, session.attempt, clock);
  return delayMs === undefined ? {} : { retry: { delayMs } };
}

/** A cancelled run stays cancelled, however `run` took the signal. What it still returned is kept beside. */
export function cancelledResult(session: AttemptSession, outcome?: Outcome): AttemptResult {
  const seconds = session.attempt.ctx.run.maxDuration;
  const limit = seconds === undefined ? "" : ` of ${seconds} s`;
  const error =
    session.cancelReason === "MAX_DURATION"
      ? internalError("MAX_DURATION_EXCEEDED", `The attempt exceeded its maxDuration${limit}.`)
      : internalError("TASK_RUN_CANCELLED", "The run was canceled.");
  const late = outcome?.ok ? successResult(session, outcome.output) : undefined;
  if (!late?.ok || late.output === undefined) return { ok: false, error };
  return { ok: false, error, lateOutput: { output: late.output, outputType: late.outputType } };
}

function serialised(output: unknown): { output?: string | undefined; outputType: PacketType } {
  const { data, dataType } = toPacket(output);
  return { output: data, outputType: dataType };
}
