import type { ChildProcess } from "node:child_process";
import { fork } from "node:child_process";
import { once } from "node:events";
import { toPacket } from "#sdk/packet.ts";
import type { TaskRunContext } from "#sdk/wire/context.ts";
import type {
  AttemptInput,
  AttemptResult,
  FromRunner,
  RunnerEvent,
  ToRunner,
} from "#sdk/wire/protocol.ts";
import { DEFAULT_RETRY } from "#sdk/wire/retry.ts";
import { onTestFileEnd } from "./cleanup.ts";

export interface AttemptReport {
  result: AttemptResult;
  events: RunnerEvent[];
}

export type AttemptOverrides = Partial<Omit<AttemptInput, "ctx">> & {
  payloadValue?: unknown;
  number?: number;
  filePath?: string;
  run?: Partial<TaskRunContext["run"]>;
};

/** A deployed bundle's process as the worker forks it. Killed when the test file ends. */
export class RunnerProcess {
  readonly child: ChildProcess;
  readonly messages: FromRunner[] = [];
  #attempts = 0;
  #output = "";

  constructor(entry: string, env: Record<string, string> = {}) {
    this.child = fork(entry, [], {
      env: { ...process.env, ...env },
      serialization: "advanced",
      stdio: ["ignore", "pipe", "pipe", "ipc"],
    });
    this.child.on("message", (message: FromRunner) => this.messages.push(message));
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.setEncoding("utf8").on("data", (text: string) => {
        this.#output += text;
      });
    }
    onTestFileEnd(() => this.child.kill("SIGKILL"));
  }

  /** What the process printed. */
  get output(): string {
    return this.#output;
  }

  send(message: ToRunner): void {
    this.child.send(message);
  }

  /** Sends an attempt without waiting; gives its id. */
  start(taskId: string, overrides: AttemptOverrides = {}): string {
    const attempt = attemptInput(taskId, `attempt_${++this.#attempts}`, overrides);
    this.send({ type: "execute", attempt });
    return attempt.id;
  }

  async run(taskId: string, overrides?: AttemptOverrides): Promise<AttemptReport> {
    return this.report(this.start(taskId, overrides));
  }

  async report(attemptId: string): Promise<AttemptReport> {
    await this.until((message) => message.type === "result" && message.attemptId === attemptId);
    const own = this.messages.filter((m) => "attemptId" in m && m.attemptId === attemptId);
    const events = own.flatMap((m) => ("events" in m ? (m.events ?? []) : []));
    const results = own.flatMap((m) => (m.type === "result" ? [m.result] : []));
    if (results.length !== 1 || !results[0]) throw new Error(`${results.length} results`);
    return { result: results[0], events };
  }

  /** Waits for a message, one that came already included. Fails when the process ends without it. */
  async until(matches: (message: FromRunner) => boolean): Promise<void> {
    if (this.messages.some(matches)) return;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const onMessage = (message: FromRunner) => matches(message) && resolve();
    const onExit = () => reject(new Error(`The process ended.\n${this.#output}`));
    this.child.on("message", onMessage).once("exit", onExit);
    await promise.finally(() => this.child.off("message", onMessage).off("exit", onExit));
  }

  /** The exit code, or the signal. */
  async exit(): Promise<number | string> {
    if (this.child.exitCode !== null) return this.child.exitCode;
    const [code, signal] = await once(this.child, "exit");
    return code ?? signal;
  }
}

export function logsOf(events: RunnerEvent[]) {
  return events.filter((event) => event.kind === "log");
}

export function spansOf(events: RunnerEvent[]) {
  return events.filter((event) => event.kind === "span");
}

export function attemptInput(
  taskId: string,
  id: string,
  overrides: AttemptOverrides,
): AttemptInput {
  const { payloadValue, number = 1, filePath = `trigger/${taskId}.ts`, run, ...rest } = overrides;
  const { data, dataType } = toPacket(payloadValue);
  const date = new Date("2026-01-02T03:04:05.678Z");
  return {
    id,
    taskId,
    payload: data,
    payloadType: dataType,
    retry: DEFAULT_RETRY,
    retriesEnabled: true,
    env: { PATH: process.env.PATH ?? "" },
    logLevel: "info",
    trace: { traceId: "0af7651916cd43dd8448eb211c80319c", isSampled: true },
    waitEpoch: 0,
    hasJournal: false,
    isReplay: false,
    ctx: {
      attempt: { number, startedAt: date },
      task: { id: taskId, filePath },
      run: {
        id: "run_1",
        tags: ["a"],
        isTest: false,
        isReplay: false,
        createdAt: date,
        startedAt: date,
        ...run,
      },
      queue: { id: "queue_1", name: `task/${taskId}` },
      environment: { id: "env_1", slug: "dev", type: "DEVELOPMENT" },
      organization: { id: "org_1", slug: "org", name: "Org" },
      project: { id: "proj_1", ref: "proj_test", slug: "test", name: "Test" },
    },
    ...rest,
  };
}
