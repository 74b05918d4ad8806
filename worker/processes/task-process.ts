import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type {
  AttemptInput,
  AttemptResult,
  FromRunner,
  RunnerEvent,
  ToRunner,
} from "#sdk/wire/protocol.ts";
import type { FromWaiting, ToWaiting } from "#sdk/wire/wait.ts";
import { type CapturedOutput, captureOutput } from "./capture-output.ts";
import { residentMb, watchMemory } from "./memory.ts";
import { type Outlets, outletsOf } from "./outlets.ts";
import { createPausableTimer, type PausableTimer } from "./pausable-timer.ts";
import { readMessage } from "./read-message.ts";

/** How an attempt ended in its process. */
export type ProcessOutcome =
  | { kind: "RESULT"; result: AttemptResult }
  | { kind: "DIED"; exitCode: number | null; signal: NodeJS.Signals | null; lastOutput: string }
  | { kind: "TIMED_OUT" }
  /** Killed for what it used. */
  | { kind: "OUT_OF_MEMORY"; usedMb: number; limitMb: number }
  /** Killed because nobody wants the answer any more. */
  | { kind: "ABANDONED" };

export interface AttemptCallbacks {
  onEvents: (events: RunnerEvent[]) => void;
  /** It comes to a wait, or is ready to be left alone in one. */
  onWait?: (message: FromWaiting) => void;
}

export interface TaskProcessOptions {
  folder: string;
  entryPoint: string;
  /** All that it may use, with what it starts. */
  memoryMb: number;
}

/** The rest is for buffers, code and Node itself. */
const HEAP_SHARE = 0.8;
/** Of one bundle, so of one environment. */
const COMPILE_CACHE = ".compile-cache";
const LOOK_EVERY_MS = 1_000;
const READY_TIMEOUT_MS = 30_000;
/** Between the abort of `signal` and the kill, when `maxDuration` is over. */
const TIMEOUT_GRACE_MS = 1_000;
/** A little more than the process gives its exporters. */
const EXPORT_TIMEOUT_MS = 12_000;

interface Executing {
  attemptId: string;
  callbacks: AttemptCallbacks;
  outlets: Outlets;
  settle: (outcome: ProcessOutcome) => void;
  timer: PausableTimer | undefined;
}

/**
 * One child process with one bundle, for one attempt at a time. It leads a process group of its own:
 * Ctrl-C in a terminal does not reach it, and killing it takes along whatever the task has started.
 */
export class TaskProcess {
  readonly ready: Promise<void>;
  /** Resolves when it is gone. */
  readonly exited: Promise<void>;
  /** Milliseconds from its start until it could take an attempt. */
  startedInMs = 0;
  /** Attempts it has taken so far. */
  executions = 0;
  /** While it sends telemetry on, after an attempt: resolves when it is done, or gone. */
  exporting: Promise<void> | undefined;
  readonly #child: ChildProcess;
  readonly #output: CapturedOutput;
  readonly #memoryMb: number;
  #executing: Executing | undefined;
  /** Whom its pipes concern. */
  #written: Outlets["written"] = () => {};
  #exported: (() => void) | undefined;
  #hasExited = false;
  /** It said itself that it should take no more. */
  #isUnfit = false;
  #lookedAt = Number.NEGATIVE_INFINITY;

  constructor({ folder, entryPoint, memoryMb }: TaskProcessOptions) {
    this.#memoryMb = memoryMb;
    const maxOldSpaceMb = Math.round(memoryMb * HEAP_SHARE);
    this.#child = fork(join(folder, entryPoint), [], {
      cwd: folder,
      // Compiled code beside the bundle: a start reads it instead of compiling. An attempt does not see it.
      env: { ...BASE_ENVIRONMENT, NODE_COMPILE_CACHE: join(folder, COMPILE_CACHE) },
      execArgv: [`--max-old-space-size=${maxOldSpaceMb}`],
      serialization: "advanced",
      stdio: ["ignore", "pipe", "pipe", "ipc"],
      detached: true,
    });
    this.#output = captureOutput(this.#child, (events) => this.#written(events));
    this.#child.on("message", (said: unknown) => {
      const message = readMessage(said);
      if (message) this.#receive(message);
    });
    this.#child.on("error", () => {});
    this.exited = new Promise((resolve) => {
      this.#child.once("exit", (exitCode, signal) => {
        void this.#exited(exitCode, signal);
        resolve();
      });
      // It was never there.
      this.#child.once("error", () => this.#child.pid === undefined && resolve());
    });
    this.ready = this.#awaitReady();
    this.ready.catch(() => {});
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** False once it has died, was told to, or can take no further attempt. */
  get isUsable(): boolean {
    return !this.#hasExited && !this.#isUnfit && this.#child.connected;
  }

  /** Resolves with what became of the attempt; never rejects. */
  execute(
    attempt: AttemptInput,
    maxDurationSeconds: number | undefined,
    callbacks: AttemptCallbacks,
  ): Promise<ProcessOutcome> {
    this.executions++;
    return new Promise((resolve) => {
      const timer =
        maxDurationSeconds === undefined
          ? undefined
          : createPausableTimer(maxDurationSeconds * 1000, () => this.#timeOut(attempt.id));
      const settle = (outcome: ProcessOutcome) => {
        timer?.stop();
        stopWatching();
        this.#written = outlets.writtenLate;
        this.#executing = undefined;
        resolve(outcome);
      };
      const stopWatching = this.#watchMemory(attempt.id);
      const outlets = outletsOf(attempt, callbacks.onEvents);
      this.#written = outlets.written;
      this.#executing = { attemptId: attempt.id, callbacks, outlets, settle, timer };
      if (this.#hasExited)
        settle({ kind: "DIED", ...this.#exit(), lastOutput: this.#output.tail() });
      else this.#send({ type: "execute", attempt: withBaseEnvironment(attempt) });
    });
  }

  /** What became of a wait. */
  answer(message: ToWaiting): void {
    if (this.#executing?.attemptId === message.attemptId) this.#send(message);
  }

  /** While its run waits, its time stands still. */
  pauseTimer(): void {
    this.#executing?.timer?.pause();
  }

  resumeTimer(): void {
    this.#executing?.timer?.resume();
  }

  /** What it uses, with what it has started; 0 while the last look is not a second ago. */
  async lookAtMemory(): Promise<number> {
    const now = performance.now();
    if (this.#child.pid === undefined || now - this.#lookedAt < LOOK_EVERY_MS) return 0;
    this.#lookedAt = now;
    return residentMb(this.#child.pid);
  }

  /** What it uses at this moment. */
  async measureMb(): Promise<number> {
    return this.#child.pid === undefined ? 0 : residentMb(this.#child.pid);
  }

  /** Kills it if it still has this attempt; false if not. */
  killIn(attemptId: string): boolean {
    if (this.#executing?.attemptId !== attemptId) return false;
    this.kill();
    return true;
  }

  /** Aborts the attempt's `signal`; the process is killed when it has not settled after `graceMs`. */
  cancel(attemptId: string, graceMs: number): void {
    if (this.#executing?.attemptId !== attemptId) return;
    this.#send({ type: "cancel", attemptId, reason: "CANCELED" });
    this.#killAfter(attemptId, graceMs, { kind: "ABANDONED" });
  }

  kill(): void {
    if (this.#hasExited) return;
    if (!this.#killGroup()) this.#child.kill("SIGKILL");
  }

  /** It leads a group of its own, in which is what the task has started. False: there is nobody. */
  #killGroup(): boolean {
    if (this.#child.pid === undefined) return false;
    try {
      return process.kill(-this.#child.pid, "SIGKILL");
    } catch {
      return false;
    }
  }

  /** Kills it and waits until it is gone. */
  async stop(): Promise<void> {
    if (this.#hasExited) return;
    const exited = once(this.#child, "exit");
    this.kill();
    await exited;
  }

  #watchMemory(attemptId: string): () => void {
    if (this.#child.pid === undefined) return () => {};
    return watchMemory(this.#child.pid, this.#memoryMb, (usedMb) => {
      if (this.#executing?.attemptId !== attemptId) return;
      this.#executing.settle({ kind: "OUT_OF_MEMORY", usedMb, limitMb: this.#memoryMb });
      this.kill();
    });
  }

  #timeOut(attemptId: string): void {
    if (this.#executing?.attemptId !== attemptId) return;
    this.#send({ type: "cancel", attemptId, reason: "MAX_DURATION" });
    this.#killAfter(attemptId, TIMEOUT_GRACE_MS, { kind: "TIMED_OUT" });
    // Whatever `run` still answers in its grace, the attempt has timed out.
    const executing = this.#executing;
    const { settle } = executing;
    executing.settle = () => settle({ kind: "TIMED_OUT" });
  }

  #killAfter(attemptId: string, graceMs: number, outcome: ProcessOutcome): void {
    const timer = setTimeout(() => {
      if (this.#executing?.attemptId !== attemptId) return;
      this.#executing.settle(outcome);
      this.kill();
    }, graceMs);
    timer.unref();
  }

  #receive(message: FromRunner): void {
    const executing = this.#executing;
    if (message.type === "unfit") {
      this.#isUnfit = true;
      if (!executing && !this.exporting) this.kill();
      return;
    }
    if (message.type === "exported") this.#endExport();
    if (message.type === "ready" || executing?.attemptId !== message.attemptId) return;
    switch (message.type) {
      case "events":
        executing.outlets.told(message.events);
        return;
      case "wait":
      case "waiting":
        executing.callbacks.onWait?.(message);
        return;
      case "result":
        if (message.events) executing.callbacks.onEvents(message.events);
        if (message.isExporting) this.#beginExport();
        executing.settle({ kind: "RESULT", result: message.result });
        return;
      case "exported":
        return;
    }
  }

  #beginExport(): void {
    const { promise, resolve } = Promise.withResolvers<void>();
    // It gives up by itself; this is for one that hangs.
    const timer = setTimeout(resolve, EXPORT_TIMEOUT_MS).unref();
    this.#exported = resolve;
    this.exporting = promise.then(() => {
      clearTimeout(timer);
      this.exporting = undefined;
    });
  }

  #endExport(): void {
    this.#exported?.();
  }

  async #exited(exitCode: number | null, signal: NodeJS.Signals | null): Promise<void> {
    this.#hasExited = true;
    // One that dies by itself leaves behind what its task has started.
    this.#killGroup();
    this.#endExport();
    const executing = this.#executing;
    if (!executing) return;
    // The last lines of a dying process may still be in the pipe; they say why it died.
    await this.#output.tailComplete();
    executing.settle({ kind: "DIED", exitCode, signal, lastOutput: this.#output.tail() });
  }

  #exit(): { exitCode: number | null; signal: NodeJS.Signals | null } {
    return { exitCode: this.#child.exitCode, signal: this.#child.signalCode };
  }

  async #awaitReady(): Promise<void> {
    const since = performance.now();
    await new Promise<void>((resolve, reject) => {
      const fail = (why: string) =>
        reject(new Error(`The task process ${why}. ${this.#output.tail()}`));
      const timer = setTimeout(() => {
        fail(`did not get ready within ${READY_TIMEOUT_MS / 1000} s`);
        this.kill();
      }, READY_TIMEOUT_MS);
      const onMessage = (said: unknown) => {
        if (readMessage(said)?.type !== "ready") return;
        clearTimeout(timer);
        this.#child.off("message", onMessage);
        this.startedInMs = performance.now() - since;
        resolve();
      };
      this.#child.on("message", onMessage);
      this.#child.once("error", (error) => fail(`could not be started: ${error.message}`));
      this.#child.once("exit", (code, signal) => {
        clearTimeout(timer);
        void this.#output
          .tailComplete()
          .then(() => fail(`ended before it was ready (${signal ?? `exit code ${code}`})`));
      });
    });
  }

  #send(message: ToRunner): void {
    // A broken channel means the process is dying; its exit tells the attempt.
    if (this.#child.connected) this.#child.send(message, () => {});
  }
}

const INHERITED = ["PATH", "HOME", "LANG", "TMPDIR"] as const;

/** What every process has before an attempt brings its environment's variables. Nothing of the platform's own. */
const BASE_ENVIRONMENT = baseEnvironment();

function baseEnvironment(): { NODE_ENV: "production" } & Record<string, string> {
  const inherited: Record<string, string> = {};
  for (const name of INHERITED) {
    const value = process.env[name];
    if (value !== undefined) inherited[name] = value;
  }
  return { NODE_ENV: "production", ...inherited };
}

function withBaseEnvironment(attempt: AttemptInput): AttemptInput {
  return { ...attempt, env: { ...BASE_ENVIRONMENT, ...attempt.env } };
}
