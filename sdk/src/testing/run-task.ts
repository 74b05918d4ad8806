import { catalog } from "../catalog.ts";
import type { TriggerConfig } from "../config.ts";
import { globalHooks, HookRegistry } from "../hook-registry.ts";
import { hooksByKind } from "../hooks.ts";
import { fromPacket, toPacket } from "../packet.ts";
import { randomHex } from "../runner/telemetry/span-context.ts";
import type { AnyTask, TaskOutput, TaskPayload } from "../task.ts";
import type { TaskDefinition } from "../task-options.ts";
import type { TaskRunContext } from "../wire/context.ts";
import type { TaskRunError } from "../wire/errors.ts";
import type { AttemptInput, AttemptResult } from "../wire/protocol.ts";
import { resolveRetry } from "../wire/retry.ts";
import { presentError } from "../wire/run-error.ts";
import { runAttempt } from "./attempt.ts";
import { TestClock } from "./clock.ts";
import { contextOf } from "./context.ts";
import { Recorder } from "./recorder.ts";
import type { TestRequest } from "./server.ts";
import { TestServer } from "./server.ts";
import type { TestAttempt, TestRun, TestRunFacts, TriggeredRun } from "./test-run.ts";
import type { AwaitedInTest, AwaitedResult } from "./waits.ts";
import { TestWaits } from "./waits.ts";

/** How a task is run in a test. All fields are optional. */
export interface RunTaskOptions {
  /** The default export of `trigger.config.ts`: its hooks, its retry defaults, its log level. */
  config?: TriggerConfig | undefined;
  /** Attempts in all, over the task's `retry.maxAttempts`; 1 shows the first failure. */
  maxAttempts?: number | undefined;
  /** Over what `ctx` says of itself, part by part. */
  ctx?: { [K in keyof TaskRunContext]?: Partial<TaskRunContext[K]> | undefined } | undefined;
  /** Tags that the run has from the start. */
  tags?: string[] | undefined;
  /** Metadata that the run has from the start. */
  metadata?: Record<string, unknown> | undefined;
  /** What is sent into the run, by the id of the input stream. */
  inputs?: Record<string, unknown[]> | undefined;
  /** The run's time when it starts, in `Date`. Default: now. */
  startAt?: Date | undefined;
  /** Cancels the run when it aborts, as a person would. */
  signal?: AbortSignal | undefined;
  /**
   * Answers calls to the API that the task makes: what it returns is the JSON of the answer,
   * undefined leaves the call to the test kit, which knows triggers, batches and tags.
   */
  onRequest?: ((request: TestRequest) => object | undefined) | undefined;
  /**
   * Decides how a child that the run waits for ends, or what a token is completed with: `{ ok: true, output }`
   * or `{ ok: false, error }`. Undefined leaves it to the test kit, which runs children whose task is in this
   * process, and takes tokens for what the test has made of them: completed, or timed out.
   */
  onWait?: ((awaited: AwaitedInTest) => AwaitedResult | undefined) | undefined;
}

/**
 * Runs a task in this process, without a server, by the code that runs it when it is deployed: the
 * same hooks in the same order, the same retries. Nothing is waited for: between two attempts, and
 * in `wait.for` and `wait.until`, the run's time moves on. What the task throws is in the result; `runTask` itself only throws for a
 * task that it does not know or a payload that cannot be sent.
 *
 * ```ts
 * const run = await runTask(sendEmail, { to: "ada@example.com" });
 * assert.equal(run.status, "COMPLETED");
 * ```
 *
 * Global hooks are those of the files that the test has imported: import your `init.ts`, and give
 * the config. Runs may go on at the same time. Source: lifecycle §2 and §3.
 *
 * @throws TypeError when the task is none of this SDK, or when the payload cannot be serialised.
 */
export async function runTask<T extends AnyTask>(
  task: T,
  ...[payload, options]: PayloadAndOptions<TaskPayload<T>>
): Promise<TestRun<TaskOutput<T>>> {
  return startRun(task, payload, options ?? {});
}

/** A task without a payload needs none. */
type PayloadAndOptions<TPayload> = undefined extends TPayload
  ? [payload?: TPayload, options?: RunTaskOptions]
  : [payload: TPayload, options?: RunTaskOptions];

let runs = 0;

async function startRun<TOutput>(
  task: AnyTask,
  payload: unknown,
  options: RunTaskOptions,
): Promise<TestRun<TOutput>> {
  const definition = catalog.tasks.get(task.id)?.definition;
  if (!definition) {
    throw new TypeError(
      `There is no task "${task.id}" in this process: runTask takes what task() returned.`,
    );
  }
  const clock = new TestClock(options.startAt);
  const runId = `run_test${++runs}`;
  const run = new TestedRun(definition, toPacket(payload), runId, options, clock);
  return clock.enter(() => run.execute<TOutput>());
}

class TestedRun {
  readonly #recorder = new Recorder();
  readonly #attempts: TestAttempt[] = [];
  readonly #server: TestServer;
  readonly #hooks: HookRegistry;
  readonly #definition: TaskDefinition;
  readonly #packet: ReturnType<typeof toPacket>;
  readonly #runId: string;
  readonly #options: RunTaskOptions;
  readonly #clock: TestClock;

  constructor(
    definition: TaskDefinition,
    packet: ReturnType<typeof toPacket>,
    runId: string,
    options: RunTaskOptions,
    clock: TestClock,
  ) {
    this.#definition = definition;
    this.#packet = packet;
    this.#runId = runId;
    this.#options = options;
    this.#clock = clock;
    const { tags = [], metadata = {}, inputs = {}, onRequest, config = {} } = options;
    this.#server = new TestServer({ runId, tags, metadata, inputs, onRequest });
    const configured = new HookRegistry();
    configured.addAll(hooksByKind(config), "config");
    this.#hooks = globalHooks.copyInto(configured);
  }

  async execute<TOutput>(): Promise<TestRun<TOutput>> {
    const createdAt = new Date();
    const { signal } = this.#options;
    const canceled = { type: "INTERNAL_ERROR", code: "TASK_RUN_CANCELLED" } as const;
    for (let number = 1; ; number++) {
      if (signal?.aborted) return this.#failed(canceled);
      const result = await this.#attempt(number, createdAt);
      this.#record(number, result);
      if (result.ok) return this.#completed<TOutput>(result);
      if (!result.retry) return this.#failed(result.error);
      this.#clock.advance(result.retry.delayMs);
    }
  }

  #attempt(number: number, createdAt: Date): Promise<AttemptResult> {
    return runAttempt({
      attempt: this.#input(number, createdAt),
      definition: this.#definition,
      hooks: this.#hooks,
      server: this.#server,
      receive: (message) => this.#recorder.receive(message, number),
      waits: new TestWaits({
        clock: this.#clock,
        server: this.#server,
        onWait: this.#options.onWait,
        runChild: (child) => this.#runChild(child),
      }),
      cancel: this.#options.signal,
    });
  }

  /** In the time of its parent; undefined when its task is not in this process. */
  #runChild({ id, taskId, payload }: TriggeredRun): Promise<TestRun> | undefined {
    const definition = catalog.tasks.get(taskId)?.definition;
    if (!definition) return undefined;
    const { config, onRequest, onWait, signal } = this.#options;
    const options = { config, onRequest, onWait, signal };
    return new TestedRun(definition, toPacket(payload), id, options, this.#clock).execute();
  }

  #input(number: number, createdAt: Date): AttemptInput {
    const { config, maxAttempts, ctx } = this.#options;
    const { id, retry, maxDuration } = this.#definition;
    const resolved = resolveRetry({ maxAttempts }, retry, config?.retries?.default);
    const context = contextOf({
      definition: this.#definition,
      runId: this.#runId,
      tags: this.#server.tags,
      attemptNumber: number,
      createdAt,
      maxAttempts: resolved.maxAttempts,
      maxDuration: maxDuration ?? config?.maxDuration,
      over: ctx ?? {},
    });
    return {
      id: `attempt_${this.#runId.slice(4)}_${number}`,
      taskId: id,
      payload: this.#packet.data,
      payloadType: this.#packet.dataType,
      metadata: this.#server.metadata.own,
      ctx: context,
      retry: resolved,
      retriesEnabled:
        config?.retries?.enabledInDev !== false || context.environment.type !== "DEVELOPMENT",
      env: {},
      logLevel: config?.logLevel ?? "info",
      trace: { traceId: randomHex(32), isSampled: true },
      waitEpoch: 0,
      hasJournal: false,
      isReplay: false,
    };
  }

  #record(number: number, result: AttemptResult): void {
    if (result.ok) this.#attempts.push({ number, ok: true });
    else
      this.#attempts.push({
        ...{ number, ok: false, error: presentError(result.error) },
        ...(result.retry && { retryDelayMs: result.retry.delayMs }),
      });
  }

  #completed<TOutput>(result: Extract<AttemptResult, { ok: true }>): TestRun<TOutput> {
    const output = fromPacket({ data: result.output, dataType: result.outputType });
    return { ...this.#facts(), ok: true, status: "COMPLETED", output: asOutput<TOutput>(output) };
  }

  #failed(error: TaskRunError): TestRun<never> {
    return {
      ...this.#facts(),
      ok: false,
      status: statusOf(error),
      error: presentError(error),
    };
  }

  #facts(): TestRunFacts {
    const { spans, logs } = this.#recorder;
    const { metadata, tags, triggered, streams } = this.#server;
    const hooks = spans.filter(({ category }) => category === "hook").map(({ name }) => name);
    const { elapsedMs } = this.#clock;
    const attempts = this.#attempts;
    return {
      ...{ id: this.#runId, attempts, logs, spans, hooks, tags, triggered, streams, elapsedMs },
      metadata: metadata.own,
      parentMetadata: metadata.parent,
      rootMetadata: metadata.root,
    };
  }
}

/** As the server decides it. */
function statusOf(error: TaskRunError): "FAILED" | "CRASHED" | "CANCELED" | "TIMED_OUT" {
  if (error.type !== "INTERNAL_ERROR") return "FAILED";
  switch (error.code) {
    case "TASK_RUN_CANCELLED":
      return "CANCELED";
    case "MAX_DURATION_EXCEEDED":
      return "TIMED_OUT";
    case "HANDLE_ERROR_ERROR":
      return "CRASHED";
    default:
      return "FAILED";
  }
}

/** What `run` of this very task returned, after one way through serialisation. */
function asOutput<TOutput>(value: unknown): TOutput {
  return value as TOutput;
}
