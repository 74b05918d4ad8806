import type { TaskRunError } from "./errors.ts";
import type { PacketType } from "./packet-type.ts";

/**
 * A wait, as the worker and a task's process speak of it. The process names it, the worker enters it in
 * the run's journal and answers; a wait that the journal knows as over is answered at once. Else the
 * process says when it is ready to be left alone, and is told when the run has its slot again.
 */
export type FromWaiting =
  | { type: "wait"; attemptId: string; wait: WaitRequest }
  /** Its `onWait` hooks are through. */
  | { type: "waiting"; attemptId: string; step: string };

export type ToWaiting =
  | { type: "wait-accepted"; attemptId: string; step: string }
  | { type: "wait-refused"; attemptId: string; step: string; reason: WaitRefusal; message: string }
  | { type: "wait-over"; attemptId: string; step: string; result: WaitResult };

export type WaitRefusal =
  /** The code is not the one that the journal was written by. */
  | "MISMATCH"
  /** There is nothing here that could be waited for. */
  | "NOT_FOUND";

export interface WaitRequest {
  /** Its place among the waits of the run, such as `run:0`: the same whenever the code runs again. */
  step: string;
  /** What the code asked for, to tell whether it is the same code. */
  fingerprint: string;
  target: WaitTarget;
}

export type WaitTarget =
  | {
      kind: "DURATION";
      until: Date;
      key?: string | undefined;
      /** Older waits with this key are other ones. */
      keyTtlMs?: number | undefined;
    }
  | { kind: "RUN"; runId: string }
  | { kind: "BATCH"; batchId: string }
  | { kind: "TOKEN"; tokenId: string }
  /** Nothing more than what the journal has at this place: refused as not found where it has nothing. */
  | { kind: "PAST" };

export type WaitResult =
  | { kind: "DURATION" }
  | { kind: "RUN"; run: RunOutcome }
  /** In the order of the items. */
  | { kind: "BATCH"; runs: RunOutcome[] }
  | ({ kind: "TOKEN" } & TokenOutcome);

/** How a token ended: completed, or its timeout came first. */
export type TokenOutcome =
  | { ok: true; output?: string | undefined; outputType: PacketType }
  | { ok: false; message: string };

/** How a child ended. */
export type RunOutcome = { id: string; taskId: string } & (
  | { ok: true; output?: string | undefined; outputType: PacketType }
  | { ok: false; error: TaskRunError }
);

/** Waits up to this long are timers in the process. */
export const SHORT_WAIT_MS = 5_000;
