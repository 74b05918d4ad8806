/** Checked by tsc, never run: what the compiler must accept, and under `@ts-expect-error` what it must refuse. */
import type { Span } from "@opentelemetry/api";
import { OTLPLogExporter } from "@opentelemetry/exporter-logs-otlp-http";
import { OTLPMetricExporter } from "@opentelemetry/exporter-metrics-otlp-http";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import type { Instrumentation } from "@opentelemetry/instrumentation";
import { PeriodicExportingMetricReader } from "@opentelemetry/sdk-metrics";
import type {
  Context,
  InferStreamType,
  RealtimeRun,
  RetrieveRunResult,
  RunHandle,
  ScheduledTaskPayload,
  TaskFromIdentifier,
  TaskIdentifier,
  TaskOutput,
  TaskPayload,
} from "@pawl/sdk";
import {
  auth,
  defineConfig,
  locals,
  logger,
  queue,
  runs,
  schedules,
  schemaTask,
  streams,
  task,
  tasks,
} from "@pawl/sdk";
import { z } from "zod";

type Equal<A, B> =
  (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
function holds<_T extends true>(): void {}

const order = task({
  id: "order",
  retry: { maxAttempts: 5, outOfMemory: { machine: "large-1x" } },
  queue: queue({ name: "orders", concurrencyLimit: 2 }),
  machine: { preset: "small-2x" },
  run: async (payload: { id: number; at?: Date }, { ctx, signal }) => {
    holds<Equal<typeof ctx, Context>>();
    holds<Equal<typeof signal, AbortSignal>>();
    return { total: payload.id };
  },
});
const tick = task({ id: "tick", run: () => "tock" });

holds<Equal<TaskPayload<typeof order>, { id: number; at?: Date }>>();
holds<Equal<TaskOutput<typeof order>, { total: number }>>();
holds<Equal<TaskIdentifier<typeof order>, "order">>();
holds<Equal<TaskPayload<typeof tick>, void>>();
holds<Equal<TaskOutput<typeof tick>, string>>();

const nightly = schedules.task({
  id: "nightly",
  cron: { pattern: "0 0 * * *", timezone: "Asia/Tokyo", environments: ["PRODUCTION"] },
  onSuccess: ({ payload }) => logger.info(payload.timezone),
  run: async (payload) => {
    holds<Equal<typeof payload, ScheduledTaskPayload>>();
    return payload.upcoming.length;
  },
});
holds<Equal<TaskOutput<typeof nightly>, number>>();
// @ts-expect-error there is no such environment
schedules.task({ id: "x", cron: { pattern: "0 0 * * *", environments: ["PROD"] }, run: () => 1 });

export async function scheduling(): Promise<void> {
  const made = await schedules.create({
    task: "nightly",
    cron: "0 0 * * *",
    deduplicationKey: "k",
  });
  holds<Equal<typeof made.nextRun, Date | undefined>>();
  // @ts-expect-error the deduplication key is missing
  await schedules.create({ task: "nightly", cron: "0 0 * * *" });
}

export async function triggering(): Promise<void> {
  const handle = await order.trigger({ id: 1 });
  holds<Equal<typeof handle, RunHandle<"order", { id: number; at?: Date }, { total: number }>>>();
  await tick.trigger();
  await tick.trigger(undefined, { delay: "1h", tags: "a" });
  // @ts-expect-error the payload is missing
  await order.trigger();
  // @ts-expect-error the payload's id is a number
  await order.trigger({ id: "1" });
  // @ts-expect-error the payload has no such field
  await order.trigger({ id: 1, other: true });
  // @ts-expect-error a task without a payload takes none
  await tick.trigger({ id: 1 });
  // @ts-expect-error there is no such option
  await order.trigger({ id: 1 }, { queueName: "x" });
  // @ts-expect-error there is no such machine
  await order.trigger({ id: 1 }, { machine: "huge" });

  const byId = await tasks.trigger<typeof order>("order", { id: 1 });
  holds<Equal<typeof byId, typeof handle>>();
  // @ts-expect-error the id is another task's
  await tasks.trigger<typeof order>("tick", { id: 1 });
  // @ts-expect-error the payload is another task's
  await tasks.trigger<typeof order>("order", { name: "x" });
  // @ts-expect-error the payload is missing
  await tasks.trigger<typeof order>("order");
  await tasks.trigger<typeof tick>("tick", undefined);
  await tasks.trigger("anything", { whatever: true });
}

export async function reading(handle: RunHandle<"order", { id: number }, { total: number }>) {
  const run = await runs.retrieve(handle);
  holds<Equal<typeof run.output, { total: number } | undefined>>();
  holds<Equal<typeof run.payload, { id: number } | undefined>>();
  holds<Equal<typeof run.createdAt, Date>>();
  const typed = await runs.retrieve<typeof order>("run_1");
  holds<Equal<typeof typed.output, { total: number } | undefined>>();
  const untyped = await runs.retrieve("run_1");
  holds<Equal<typeof untyped.output, unknown>>();
  const polled = await runs.poll(handle, { pollIntervalMs: 10 });
  holds<Equal<typeof polled.output, { total: number } | undefined>>();
  // @ts-expect-error a number is no run
  await runs.retrieve(7);
  // @ts-expect-error there is no such status
  await runs.list({ status: "DONE" });
  const page = await runs.list({ status: ["FAILED"], limit: 5 });
  holds<Equal<(typeof page.data)[0]["createdAt"], Date>>();
  for await (const { id } of runs.list()) holds<Equal<typeof id, string>>();
}

export async function declaring(): Promise<void> {
  // @ts-expect-error a task needs an id
  task({ run: async () => {} });
  // @ts-expect-error a task needs a run
  task({ id: "x" });
  // @ts-expect-error seconds are a number
  task({ id: "x", maxDuration: "60", run: async () => {} });
  // @ts-expect-error there is no such option
  task({ id: "x", retries: 3, run: async () => {} });
  // @ts-expect-error there is no such log level
  defineConfig({ project: "proj_x", logLevel: "loud" });
  // @ts-expect-error a queue needs a name
  queue({ concurrencyLimit: 1 });
  const traced = await logger.trace("name", async (span) => {
    span.setAttribute("a", 1);
    return 7;
  });
  holds<Equal<typeof traced, number>>();
  // @ts-expect-error attributes are an object
  logger.info("message", "attributes");
}

export function hooking(): void {
  task({
    id: "hooked",
    init: async ({ payload, ctx }) => {
      holds<Equal<typeof ctx, Context>>();
      return { db: String(payload) };
    },
    run: async (payload: { id: number }, { init }) => {
      holds<Equal<typeof init, { db: string }>>();
      return { total: payload.id };
    },
    onSuccess: async ({ payload, output, init, task: id }) => {
      holds<Equal<typeof payload, { id: number }>>();
      holds<Equal<typeof output, { total: number }>>();
      holds<Equal<typeof init, { db: string }>>();
      holds<Equal<typeof id, string>>();
    },
    onComplete: async ({ result }) => {
      if (result.ok) holds<Equal<typeof result.data, { total: number }>>();
      else holds<Equal<typeof result.error, unknown>>();
    },
    onCancel: async ({ runPromise }) => {
      holds<Equal<typeof runPromise, Promise<{ total: number }>>>();
    },
    middleware: async ({ next }) => next(),
    catchError: async ({ retryAt }) => ({ retryAt, skipRetrying: false }),
    cleanup: async () => {},
  });
  const startsFirst = task({
    id: "starts-first",
    onStart: async ({ ctx }) => holds<Equal<typeof ctx, Context>>(),
    run: async (payload: { id: number }, { ctx }) => ({ total: payload.id, run: ctx.run.id }),
  });
  holds<Equal<TaskPayload<typeof startsFirst>, { id: number }>>();
  holds<Equal<TaskOutput<typeof startsFirst>, { total: number; run: string }>>();
  // @ts-expect-error catchError decides with other fields
  task({ id: "x", catchError: async () => ({ retryIn: 5 }), run: async () => {} });
  // @ts-expect-error a hook is a function
  task({ id: "x", onStart: "log", run: async () => {} });

  tasks.onStart(async ({ ctx, payload }) => {
    holds<Equal<typeof ctx, Context>>();
    holds<Equal<typeof payload, unknown>>();
  });
  tasks.middleware("name", async ({ next }) => {
    await next();
  });
  // @ts-expect-error a name needs a function
  tasks.onFailure("name");

  const count = locals.create<number>("count");
  holds<Equal<ReturnType<typeof locals.getOrThrow<number>>, number>>();
  const value = locals.get(count);
  holds<Equal<typeof value, number | undefined>>();
  // @ts-expect-error the local is a number
  locals.set(count, "one");
  defineConfig({
    project: "proj_x",
    onFailure: async ({ error }) => holds<Equal<typeof error, unknown>>(),
  });
}

export async function withSchemas(): Promise<void> {
  const schema = z.object({ at: z.coerce.date(), note: z.string().default("") });
  const checked = schemaTask({
    id: "checked",
    schema,
    onSuccess: ({ payload }) => holds<Equal<typeof payload, z.output<typeof schema>>>(),
    run: async (payload) => {
      holds<Equal<typeof payload, z.output<typeof schema>>>();
      return payload.note.length;
    },
  });
  holds<Equal<TaskPayload<typeof checked>, z.input<typeof schema>>>();
  holds<Equal<TaskOutput<typeof checked>, number>>();
  await checked.trigger({ at: "2026-01-02" });
  // @ts-expect-error the note is a text
  await checked.trigger({ at: "2026-01-02", note: 1 });
  const parsed = schemaTask({
    id: "parsed",
    schema: (value: unknown) => ({ text: String(value) }),
    run: ({ text }) => text,
  });
  holds<Equal<TaskPayload<typeof parsed>, { text: string }>>();
  const old = { parse: (value: unknown) => Number(value) };
  schemaTask({ id: "old", schema: old, run: (payload) => holds<Equal<typeof payload, number>>() });
  // @ts-expect-error a task with a schema needs one
  schemaTask({ id: "none", run: () => 1 });
}

/** What OpenTelemetry's packages make fits the config, and our spans are theirs. */
export function telemetry(instrumentation: Instrumentation): void {
  const exporter = new OTLPMetricExporter();
  defineConfig({
    project: "proj_1",
    telemetry: {
      instrumentations: [instrumentation],
      exporters: [new OTLPTraceExporter()],
      logExporters: [new OTLPLogExporter()],
      metricExporters: [exporter],
      metricReaders: [new PeriodicExportingMetricReader({ exporter })],
      // @ts-expect-error there is no such field
      tracers: [],
    },
  });
  void logger.trace("span", (span) => {
    const theirs: Span = span;
    theirs.setAttribute("a", 1).end();
  });
}

/** Parts have the type that the stream was defined with, also beside the changes of the run. */
export async function streamTypes(): Promise<void> {
  const words = streams.define<string>({ id: "words" });
  const { stream } = words.pipe(new ReadableStream<string>());
  for await (const word of stream) holds<Equal<typeof word, string>>();
  words.writer({ execute: ({ write }) => write("a") });
  holds<Equal<InferStreamType<typeof words>, string>>();
  // @ts-expect-error a part of another type
  await words.append(7);
  const numbers = streams.pipe("numbers", new ReadableStream<number>());
  for await (const part of numbers.stream) holds<Equal<typeof part, number>>();
  for await (const part of await streams.read<Date>("run_1", "x"))
    holds<Equal<typeof part, Date>>();
  const run = runs.subscribeToRun("run_1").withStreams<{ words: string }>();
  for await (const event of run) {
    if (event.type === "words") holds<Equal<typeof event.chunk, string>>();
    else event.run.status.toLowerCase();
  }
  // @ts-expect-error there is no such scope
  await auth.createPublicToken({ scopes: { read: { queues: "a" } } });
}

/** Names that ported code uses for what tasks and their runs are. */
export function namesOfTypes(): void {
  const greet = task({ id: "greet", run: async (name: string) => ({ text: name }) });
  const count = task({ id: "count", run: async (to: number) => to });
  type Greet = TaskFromIdentifier<typeof greet | typeof count, "greet">;
  holds<Equal<TaskPayload<Greet>, string>>();
  holds<Equal<RetrieveRunResult<typeof count>["output"], number | undefined>>();
  holds<Equal<NonNullable<RealtimeRun<typeof greet>["output"]>["text"], string>>();
}
