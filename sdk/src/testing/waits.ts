import { toPacket } from "../packet.ts";
import type { FromRunner } from "../wire/protocol.ts";
import type { RunOutcome, ToWaiting, WaitRequest, WaitResult } from "../wire/wait.ts";
import type { TestClock } from "./clock.ts";
import type { TestServer } from "./server.ts";
import type { TestRun, TriggeredRun } from "./test-run.ts";

/** What a run waits for, and a test may decide the end of. */
export type AwaitedInTest =
  | { type: "task"; taskId: string; payload: unknown; runId: string }
  | { type: "token"; tokenId: string };

export type AwaitedResult = { ok: true; output?: unknown } | { ok: false; error: string | Error };

export interface TestWaitsInput {
  clock: TestClock;
  server: TestServer;
  onWait: ((awaited: AwaitedInTest) => AwaitedResult | undefined) | undefined;
  /** Runs a child by its task's code; undefined when that is not in this process. */
  runChild: (child: TriggeredRun) => Promise<TestRun> | undefined;
}

/** Ends the waits of a run in a test: time moves on, children are run, tokens are what the test has made of them. */
export class TestWaits {
  readonly #input: TestWaitsInput;
  readonly #requests = new Map<string, WaitRequest>();

  constructor(input: TestWaitsInput) {
    this.#input = input;
  }

  /** `answer` leads back to the attempt. */
  receive(message: FromRunner, answer: (message: ToWaiting) => void): void {
    if (message.type === "wait") {
      const { attemptId, wait } = message;
      this.#requests.set(wait.step, wait);
      const { step, target } = wait;
      const isOver =
        target.kind === "DURATION" && target.until.getTime() <= this.#input.clock.now();
      if (isOver) answer({ type: "wait-over", attemptId, step, result: { kind: "DURATION" } });
      else answer({ type: "wait-accepted", attemptId, step });
    }
    if (message.type === "waiting") {
      const { attemptId, step } = message;
      const request = this.#requests.get(step);
      if (!request) return;
      this.#end(request).then(
        (result) => answer({ type: "wait-over", attemptId, step, result }),
        (error: unknown) => {
          const why = error instanceof Error ? error.message : String(error);
          answer({ type: "wait-refused", attemptId, step, reason: "NOT_FOUND", message: why });
        },
      );
    }
  }

  async #end({ target }: WaitRequest): Promise<WaitResult> {
    const { clock, server } = this.#input;
    switch (target.kind) {
      case "DURATION":
        clock.advanceTo(target.until);
        return { kind: "DURATION" };
      case "RUN":
        return { kind: "RUN", run: await this.#child(server.child(target.runId)) };
      case "BATCH": {
        const runs: RunOutcome[] = [];
        for (const child of server.batch(target.batchId)) runs.push(await this.#child(child));
        return { kind: "BATCH", runs };
      }
      case "TOKEN":
        return { kind: "TOKEN", ...this.#token(target.tokenId) };
      case "PAST":
        throw new Error("No code runs again in a test.");
    }
  }

  async #child(child: TriggeredRun): Promise<RunOutcome> {
    const { id, taskId, payload } = child;
    const given = this.#input.onWait?.({ type: "task", taskId, payload, runId: id });
    if (given) return toOutcome(child, given);
    const run = await this.#input.runChild(child);
    if (!run) {
      throw new Error(
        `The task "${taskId}" is not in this process: import its file, or give runTask an onWait that says how it ends.`,
      );
    }
    if (run.ok) return toOutcome(child, run);
    const error = new Error(run.error.message);
    if (run.error.name !== undefined) error.name = run.error.name;
    return toOutcome(child, { ok: false, error });
  }

  #token(tokenId: string) {
    const { clock, onWait, server } = this.#input;
    const given = onWait?.({ type: "token", tokenId });
    const token = server.token(tokenId);
    if (given?.ok) return completed(given.output);
    if (given) return { ok: false as const, message: messageOf(given.error) };
    if (token.isCompleted) return completed(token.data);
    if (!token.timeoutAt) {
      throw new Error(
        `Nobody completes the token ${tokenId} in this test: give runTask an onWait that does.`,
      );
    }
    clock.advanceTo(token.timeoutAt);
    const message = `Waitpoint timed out at ${token.timeoutAt.toISOString()}`;
    return { ok: false as const, message };
  }
}

/** As JSON, the way it would come. */
function completed(data: unknown) {
  const output = JSON.stringify(data);
  return { ok: true as const, output, outputType: "application/json" as const };
}

function toOutcome({ id, taskId }: TriggeredRun, result: AwaitedResult): RunOutcome {
  if (result.ok) {
    const { data, dataType } = toPacket(result.output);
    return { ok: true, id, taskId, output: data, outputType: dataType };
  }
  const { name, stack = "" } = result.error instanceof Error ? result.error : new Error();
  const message = messageOf(result.error);
  return {
    ...{ ok: false as const, id, taskId },
    error: { type: "BUILT_IN_ERROR", name, message, stackTrace: stack },
  };
}

function messageOf(error: string | Error): string {
  return typeof error === "string" ? error : error.message;
}
