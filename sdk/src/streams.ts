import type { RequestOptions } from "./client/configuration.ts";
import { iteratedInScope } from "./client/scope.ts";
import { callApi } from "./client/transport.ts";
import type { CurrentAttempt } from "./current-attempt.ts";
import { currentAttempt } from "./current-attempt.ts";
import { defineInput } from "./input-stream.ts";
import type { AsyncIterableStream } from "./iterable-stream.ts";
import { iterableStream, iterated, sidestream } from "./iterable-stream.ts";
import type { PartsWriter } from "./merged-parts.ts";
import { mergedParts } from "./merged-parts.ts";
import type { ReadStreamOptions } from "./stream-reader.ts";
import { readParts } from "./stream-reader.ts";
import type { StreamAddress } from "./stream-writer.ts";
import { StreamWriter, streamPath } from "./stream-writer.ts";

const DEFAULT_KEY = "default";

export interface AppendStreamOptions {
  /** Whose stream it is: this run's (default), its parent's, the first of all runs', or that of a run by its id. */
  target?: "self" | "parent" | "root" | (string & {}) | undefined;
  requestOptions?: RequestOptions | undefined;
}

export interface PipeStreamOptions extends AppendStreamOptions {
  /** Ends the piping; what was taken by then is still written. */
  signal?: AbortSignal | undefined;
  /** Of its span on the timeline. */
  spanName?: string | undefined;
}

export interface PipeStreamResult<T> {
  /** The same parts, for the code that pipes. Read it or leave it. */
  stream: AsyncIterableStream<T>;
  /**
   * Resolves when all is written. The run does not end before that, whether you wait for it or not.
   *
   * @throws ApiError when the server refuses it or cannot be reached, and whatever the source throws.
   */
  waitUntilComplete: () => Promise<{ lastEventId?: string }>;
}

export interface WriterStreamOptions<T> extends PipeStreamOptions {
  /** Its end is the end of the piping, with that of everything that was merged. */
  execute: (writer: PartsWriter<T>) => Promise<void> | void;
}

/** A stream of parts of one type, under one key. */
export interface DefinedStream<T> {
  id: string;
  pipe: (
    value: AsyncIterable<T> | ReadableStream<T>,
    options?: PipeStreamOptions,
  ) => PipeStreamResult<T>;
  read: (runId: string, options?: ReadStreamOptions) => Promise<AsyncIterableStream<T>>;
  append: (part: T, options?: AppendStreamOptions) => Promise<void>;
  writer: (options: WriterStreamOptions<T>) => PipeStreamResult<T>;
}

/** What the parts of a defined stream are: `InferStreamType<typeof words>`. */
export type InferStreamType<T> = T extends DefinedStream<infer TPart> ? TPart : unknown;

type Source<T> = AsyncIterable<T> | ReadableStream<T>;

function pipe<T>(value: Source<T>, options?: PipeStreamOptions): PipeStreamResult<T>;
function pipe<T>(key: string, value: Source<T>, options?: PipeStreamOptions): PipeStreamResult<T>;
function pipe<T>(
  first: string | Source<T>,
  second?: Source<T> | PipeStreamOptions,
  options?: PipeStreamOptions,
): PipeStreamResult<T> {
  if (typeof first !== "string") return pipeTo(DEFAULT_KEY, first, asOptions(second));
  if (!isSource(second)) throw new TypeError("streams.pipe() takes an iterable or a stream.");
  return pipeTo(first, second, options);
}

function isSource<T>(value: Source<T> | PipeStreamOptions | undefined): value is Source<T> {
  if (value === undefined) return false;
  return value instanceof ReadableStream || Symbol.asyncIterator in value;
}

function asOptions<T>(
  value: Source<T> | PipeStreamOptions | undefined,
): PipeStreamOptions | undefined {
  return isSource(value) ? undefined : value;
}

function pipeTo<T>(
  key: string,
  value: Source<T>,
  options: PipeStreamOptions = {},
): PipeStreamResult<T> {
  const attempt = currentAttempt();
  const address = addressOf(attempt, key, options.target);
  // There is nobody whose stream it could be.
  if (!address) {
    return { stream: iterableStream(iterated(value)), waitUntilComplete: async () => ({}) };
  }
  const { stream, offer, end } = sidestream<T>();
  const parts = offering(iterated(value), offer);
  const written = write(attempt, address, parts, options);
  // Whoever does not wait for it is told on the timeline; nobody has to look at the promise.
  written.then(
    () => end(),
    (thrown: unknown) => end({ thrown }),
  );
  attempt?.waitUntil?.(written);
  return { stream, waitUntilComplete: () => written };
}

async function* offering<T>(
  source: AsyncIterable<T>,
  offer: (part: T) => void,
): AsyncGenerator<T, void, undefined> {
  for await (const part of source) {
    offer(part);
    yield part;
  }
}

async function write<T>(
  attempt: CurrentAttempt | undefined,
  address: StreamAddress,
  parts: AsyncIterable<T>,
  { signal, spanName, requestOptions }: PipeStreamOptions,
): Promise<{ lastEventId?: string }> {
  const { key } = address;
  const span = attempt?.startSpan(spanName ?? `stream ${key}`, { attributes: { key } });
  const writer = new StreamWriter(address, requestOptions);
  try {
    await callApi({ method: "PUT", path: streamPath(address) }, requestOptions);
    for await (const part of parts) {
      if (signal?.aborted) break;
      await writer.write(part);
    }
    return {};
  } catch (error) {
    span?.setStatus({ code: 2, message: error instanceof Error ? error.message : String(error) });
    throw error;
  } finally {
    await writer.end().finally(() => span?.setAttribute("parts", writer.count).end());
  }
}

async function append(part: string, options?: AppendStreamOptions): Promise<void>;
async function append(key: string, part: unknown, options?: AppendStreamOptions): Promise<void>;
async function append(
  first: string,
  second?: unknown,
  options?: AppendStreamOptions,
): Promise<void> {
  if (second === undefined || isOptions(second)) {
    await appendTo(DEFAULT_KEY, first, second);
  } else await appendTo(first, second, options);
}

function isOptions(value: unknown): value is AppendStreamOptions {
  if (typeof value !== "object" || value === null) return false;
  const names = Object.keys(value);
  return names.length > 0 && names.every((name) => name === "target" || name === "requestOptions");
}

async function appendTo(
  key: string,
  part: unknown,
  { target, requestOptions }: AppendStreamOptions = {},
): Promise<void> {
  const address = addressOf(currentAttempt(), key, target);
  if (!address) return;
  const writer = new StreamWriter(address, requestOptions);
  await writer.write(part);
  await writer.end();
}

function writer<T>(options: WriterStreamOptions<T>): PipeStreamResult<T>;
function writer<T>(key: string, options: WriterStreamOptions<T>): PipeStreamResult<T>;
function writer<T>(
  ...given: [options: WriterStreamOptions<T>] | [key: string, options: WriterStreamOptions<T>]
): PipeStreamResult<T> {
  const [key, options] = given.length === 2 ? given : [DEFAULT_KEY, given[0]];
  return pipeTo(key, mergedParts(options.execute), options);
}

async function read<T>(runId: string, options?: ReadStreamOptions): Promise<AsyncIterableStream<T>>;
async function read<T>(
  runId: string,
  key: string,
  options?: ReadStreamOptions,
): Promise<AsyncIterableStream<T>>;
async function read<T>(
  runId: string,
  keyOrOptions: string | ReadStreamOptions = {},
  options: ReadStreamOptions = {},
): Promise<AsyncIterableStream<T>> {
  return typeof keyOrOptions === "string"
    ? readTyped<T>(runId, keyOrOptions, options)
    : readTyped<T>(runId, DEFAULT_KEY, keyOrOptions);
}

/** The caller knows what is written there. */
export function readTyped<T>(
  runId: string,
  key: string,
  options: ReadStreamOptions = {},
  requestOptions?: RequestOptions,
): AsyncIterableStream<T> {
  const parts = iteratedInScope(() => readParts(runId, key, options, requestOptions))();
  return iterableStream(parts as AsyncGenerator<T>);
}

function define<T>({ id }: { id: string }): DefinedStream<T> {
  return {
    id,
    pipe: (value, options) => pipeTo(id, value, options),
    read: async (runId, options) => readTyped<T>(runId, id, options),
    append: (part, options) => appendTo(id, part, options),
    writer: (options) => pipeTo(id, mergedParts(options.execute), options),
  };
}

/** Undefined outside a run, unless the target names one. */
function addressOf(
  attempt: CurrentAttempt | undefined,
  key: string,
  target: AppendStreamOptions["target"] = "self",
): StreamAddress | undefined {
  if (!isRelative(target)) return { runId: target, target: "self", key };
  return attempt && { runId: attempt.ctx.run.id, target, key };
}

function isRelative(target: string): target is StreamAddress["target"] {
  return target === "self" || target === "parent" || target === "root";
}

/**
 * Parts that a run writes while it executes, one after the other (the words of a language model, say), for whoever
 * follows it: with `streams.read` from anywhere, in a browser with the handle's public token, and on the run's
 * page. A part is JSON. A run has up to 100 streams of up to 300 MiB each, which are kept as long as the run is.
 * The key is `default` where none is given. Outside a run nothing is written, unless `target` is the id of one.
 *
 * ```ts
 * const { stream, waitUntilComplete } = streams.pipe("answer", completion);
 * const words = streams.define<string>({ id: "words" });
 * for await (const word of await words.read(runId)) console.log(word);
 * ```
 *
 * The other way, into a run, go the messages of `streams.input`.
 *
 * Source: sdk-facts §1.14, http-contract §13.
 */
export const streams = { define, pipe, append, writer, read, input: defineInput };
