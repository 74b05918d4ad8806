import { provideCurrentAttempt } from "../current-attempt.ts";
import type { HookRegistry } from "../hook-registry.ts";
import { processWide } from "../process-wide.ts";
import { captureConsole } from "../runner/console-capture.ts";
import { runLifecycle } from "../runner/lifecycle.ts";
import { Scope } from "../runner/scope.ts";
import { AttemptSession } from "../runner/session.ts";
import { isTelemetryRegistered, registerTelemetry } from "../runner/telemetry/register.ts";
import type { TaskDefinition } from "../task-options.ts";
import type { AttemptInput, AttemptResult, FromRunner } from "../wire/protocol.ts";
import type { TestServer } from "./server.ts";
import type { TestWaits } from "./waits.ts";

export interface TestAttemptInput {
  attempt: AttemptInput;
  definition: TaskDefinition;
  hooks: HookRegistry;
  server: TestServer;
  receive: (message: FromRunner) => void;
  waits: TestWaits;
  /** Cancels the run. */
  cancel: AbortSignal | undefined;
}

/** One attempt by the runner of a deployed task, in this process. */
export async function runAttempt(input: TestAttemptInput): Promise<AttemptResult> {
  const { attempt, definition, hooks, server, receive, waits, cancel } = input;
  prepareProcess();
  const send = async (message: FromRunner) => {
    receive(message);
    waits.receive(message, (answer) => session.waits.receive(answer));
  };
  const session: AttemptSession = new AttemptSession(
    attempt,
    `${process.cwd()}/`,
    send,
    server.metadataStore,
  );
  session.answerRequest = (request) => server.answer(request);
  session.beginLifecycle(hooks);
  const stop = stopWhenDue(session, cancel);
  try {
    const lifecycle = () => runLifecycle({ session, definition });
    const result = await new Scope(session).enter(lifecycle);
    await session.metadata.close();
    session.end(result);
    return result;
  } finally {
    stop();
    session.isOver = true;
    await session.events.drain();
  }
}

const prepared = processWide("test-process", () => ({ isDone: false }));

/** Once per process: the console and the SDK find the attempt that they are called from. */
function prepareProcess(): void {
  if (prepared.isDone) return;
  prepared.isDone = true;
  provideCurrentAttempt(() => Scope.current());
  captureConsole(() => Scope.current());
  // A test that sets up OpenTelemetry itself keeps what it has.
  if (!isTelemetryRegistered()) registerTelemetry();
}

function stopWhenDue(session: AttemptSession, cancel: AbortSignal | undefined): () => void {
  const { maxDuration } = session.attempt.ctx.run;
  const onCancel = () => session.cancel("CANCELED");
  cancel?.addEventListener("abort", onCancel);
  const timer =
    maxDuration === undefined
      ? undefined
      : setTimeout(() => session.cancel("MAX_DURATION"), maxDuration * 1_000);
  return () => {
    clearTimeout(timer);
    cancel?.removeEventListener("abort", onCancel);
  };
}
