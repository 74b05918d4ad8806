import { provideCurrentAttempt } from "../current-attempt.ts";
import type { AttemptResult, FromRunner, ToRunner } from "../wire/protocol.ts";
import type { Bundle } from "./bundle.ts";
import { alignClock } from "./clock.ts";
import { keepCompiledCode } from "./compile-cache.ts";
import { captureConsole } from "./console-capture.ts";
import { hideChannel, sendToParent } from "./ipc.ts";
import { runLifecycle } from "./lifecycle.ts";
import { loadTask } from "./load-task.ts";
import { replaceEnvironment } from "./process-environment.ts";
import { cancelledResult, uncaughtResult } from "./results.ts";
import { provideServedAttempt, Scope } from "./scope.ts";
import { AttemptSession } from "./session.ts";
import { mapStacks } from "./source-maps.ts";
import { registerTelemetry } from "./telemetry/register.ts";

const send = (message: FromRunner): Promise<void> => sendToParent(message);

/** Takes attempts from the parent, one at a time, until the parent is gone. */
export function serveAttempts(bundle: Bundle, bundleRoot: string): void {
  let current: AttemptSession | undefined;

  hideChannel();
  mapStacks(bundle.url);
  provideCurrentAttempt(() => Scope.current());
  // Code that an attempt did not start (a library's own timer, say) logs for the one that runs now.
  provideServedAttempt(() => current);
  captureConsole(() => Scope.orServed());
  registerTelemetry();

  process.on("message", (message: ToRunner) => {
    if (message.type !== "execute") {
      if (current?.attempt.id !== message.attemptId) return;
      if (message.type === "cancel") current.cancel(message.reason);
      else current.waits.receive(message);
      return;
    }
    if (current) throw new Error("A process runs one attempt at a time, and this one is busy.");
    current = new AttemptSession(message.attempt, bundleRoot, send);
    void execute(bundle, current).finally(() => {
      current = undefined;
    });
  });
  process.on("disconnect", () => process.exit(0));
  process.on("exit", () => current?.events.abandon());
  endOnUncaught(() => current);

  void send({ type: "ready", importedInMs: performance.now() });
}

async function execute(bundle: Bundle, session: AttemptSession): Promise<void> {
  alignClock();
  replaceEnvironment(session.attempt.env);
  const result = await new Scope(session).enter(() => attemptResult(bundle, session));
  // Before the answer, after which the process may be gone.
  keepCompiledCode();
  await report(session, result);
}

async function attemptResult(bundle: Bundle, session: AttemptSession): Promise<AttemptResult> {
  const task = await loadTask(bundle, session);
  if (session.cancelReason) return cancelledResult(session);
  if (!task.ok) return task;
  return runLifecycle({ session, definition: task.definition });
}

/** Exactly one result per attempt: whoever is first decides, and no event comes after it. */
function report(session: AttemptSession, result: AttemptResult): Promise<void> {
  session.reported ??= (async () => {
    const { telemetry, attempt } = session;
    await session.metadata.close();
    session.end(result);
    const events = await session.events.takeLast();
    await send({
      type: "result",
      attemptId: attempt.id,
      result,
      ...(events.length > 0 && { events }),
      ...(telemetry && { isExporting: true }),
    });
    // The run is over, and does not wait for somebody else's server; the process does.
    if (!telemetry) return;
    await telemetry.flush();
    await send({ type: "exported", attemptId: attempt.id });
  })();
  return session.reported;
}

function endOnUncaught(findSession: () => AttemptSession | undefined): void {
  const end = async (thrown: unknown) => {
    // Before the result: the parent must not hand the process to another attempt in between.
    void send({ type: "unfit" });
    const session = findSession();
    // Another attempt may be on its way: the parent knows when the process can end.
    if (!session || session.isOver) return console.error(thrown);
    // What an attempt left behind that is over is no fault of the one that runs now.
    if (Scope.isOfThePast()) return;
    await report(session, uncaughtResult(session, thrown));
    process.exit(1);
  };
  process.on("uncaughtException", end);
  process.on("unhandledRejection", end);
}
