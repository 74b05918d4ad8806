import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll } from "vitest";
import type { AttemptInput } from "#sdk/wire/protocol.ts";
import type { TaskProcessOptions } from "#worker/processes/task-process.ts";

/**
 * A bundle that speaks the runner's protocol and does what the payload says, without the SDK: for
 * tests of processes, which care how a process behaves and not what a task is.
 */
export const FAKE_BUNDLE_SOURCE = `
  let attemptId;
  const send = (message) => process.send({ attemptId, ...message });
  const result = (output) => send({ type: "result", result: { ok: true, output, outputType: "text/plain" } });
  const actions = {
    echo: () => result("echo"),
    pid: () => result(String(process.pid)),
    env: ({ env }) => result(JSON.stringify(env)),
    own: () => result(JSON.stringify(process.env)),
    events: () => {
      send({ type: "events", events: [{ kind: "log", at: 1, level: "INFO", message: "hi" }] });
      send({
        type: "result",
        result: { ok: true, output: "events", outputType: "text/plain" },
        events: [{ kind: "log", at: 2, level: "INFO", message: "bye" }],
      });
    },
    foreign: () => { process.send({ type: "result", attemptId: "other", result: { ok: true } }); result("mine"); },
    garbage: () => {
      const events = [null, { kind: "log" }, { kind: "log", at: NaN, level: "INFO", message: "no" }];
      for (const said of [null, 7, "ready", [], {}, { type: "toString" }]) process.send(said);
      for (const event of events) send({ type: "events", events: [event] });
      send({ type: "events", events: "many" });
      send({ type: "result" });
      send({ type: "result", result: { ok: false, error: null } });
      send({ type: "wait", wait: { step: "run:0", fingerprint: "", target: { kind: "DURATION", until: "soon" } } });
      result("still here");
    },
    exit: () => { process.stderr.write("last words\\n"); process.exit(3); },
    kill: () => process.kill(process.pid, "SIGKILL"),
    abort: () => process.abort(),
    heap: () => {
      const kept = [];
      const eat = () => { kept.push(new Array(200_000).fill({}).map(() => ({ a: kept.length }))); setImmediate(eat); };
      eat();
    },
    buffers: () => {
      const kept = [];
      setInterval(() => kept.push(Buffer.alloc(16 * 1024 * 1024, 1)), 10);
    },
    grow: () => { globalThis.kept = Buffer.alloc(64 * 1024 * 1024, 1); result("grown"); },
    grandchild: () => {
      import("node:child_process").then(({ spawn }) => {
        spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "inherit" });
        setTimeout(() => process.kill(process.pid, "SIGKILL"), 50);
      });
    },
    exporting: () => {
      process.once("SIGUSR2", () => send({ type: "exported" }));
      send({ type: "result", result: { ok: true, output: "exporting", outputType: "text/plain" }, isExporting: true });
    },
    hang: () => {},
    stubborn: () => {},
    child: () => {
      import("node:child_process").then(({ spawn }) => {
        const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
        send({ type: "events", events: [{ kind: "log", at: 1, level: "INFO", message: String(child.pid) }] });
      });
    },
  };
  let action;
  process.on("message", (message) => {
    if (message.type === "execute") {
      attemptId = message.attempt.id;
      action = message.attempt.payload;
      actions[action](message.attempt);
    } else if (action !== "stubborn") {
      result("canceled: " + message.reason);
    }
  });
  process.send({ type: "ready", importedInMs: 1 });
`;

export interface FakeBundle {
  options: (entryPoint?: string) => TaskProcessOptions;
}

export function useFakeBundle(): FakeBundle {
  let folder = "";
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "pawl-fake-bundle-"));
    await writeFile(join(folder, "index.mjs"), FAKE_BUNDLE_SOURCE);
    await writeFile(join(folder, "throws.mjs"), `throw new Error("cannot be imported");`);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));
  return {
    options: (entryPoint = "index.mjs") => ({ folder, entryPoint, memoryMb: 128 }),
  };
}

/** An attempt that does this action. */
export function fakeAttempt(action: string, env: Record<string, string> = {}): AttemptInput {
  const at = new Date(0);
  return {
    id: crypto.randomUUID(),
    taskId: "fake",
    payload: action,
    payloadType: "text/plain",
    retry: { maxAttempts: 1, factor: 1, minTimeoutInMs: 0, maxTimeoutInMs: 0, randomize: false },
    retriesEnabled: true,
    env,
    logLevel: "info",
    trace: { traceId: "0af7651916cd43dd8448eb211c80319c", isSampled: true },
    waitEpoch: 0,
    hasJournal: false,
    isReplay: false,
    ctx: {
      attempt: { number: 1, startedAt: at },
      task: { id: "fake", filePath: "fake.ts" },
      run: {
        id: "run_1",
        tags: [],
        isTest: false,
        isReplay: false,
        createdAt: at,
        startedAt: at,
        maxAttempts: 1,
        version: "1",
        priority: 0,
      },
      queue: { id: "queue_1", name: "task/fake" },
      environment: { id: "env_1", slug: "dev", type: "DEVELOPMENT" },
      organization: { id: "1", slug: "o", name: "o" },
      project: { id: "1", ref: "proj_1", slug: "p", name: "p" },
      machine: { name: "micro", cpu: 0.25, memory: 0.25, centsPerMs: 0 },
      deployment: { id: "1", shortCode: "1", version: "1", runtime: "node", runtimeVersion: "24" },
    },
  };
}
