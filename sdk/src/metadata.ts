import type { AttemptMetadata } from "./current-attempt.ts";
import { currentAttempt } from "./current-attempt.ts";
import type { AsyncIterableStream } from "./iterable-stream.ts";
import { iterableStream } from "./iterable-stream.ts";
import { streams } from "./streams.ts";
import type { Metadata, MetadataOperation } from "./wire/metadata.ts";

/** What changes metadata. Each call gives the same object back, so that calls can be strung together. */
export interface MetadataUpdater {
  /** The value must be JSON: a Date becomes its ISO string, functions and undefined members are left out. */
  set(key: string, value: unknown): MetadataUpdater;
  del(key: string): MetadataUpdater;
  /** Adds to the end of a list. Makes one where nothing is; a single value becomes its first item. */
  append(key: string, value: unknown): MetadataUpdater;
  /** Takes every item out of a list that is equal to the value. */
  remove(key: string, value: unknown): MetadataUpdater;
  /** Default by 1. What is missing counts as 0. */
  increment(key: string, by?: number): MetadataUpdater;
  /** Default by 1. */
  decrement(key: string, by?: number): MetadataUpdater;
  /** Takes the place of all there is. */
  replace(metadata: Metadata): MetadataUpdater;
}

type Target = "self" | "parent" | "root";

function updaterOf(target: Target): MetadataUpdater {
  const change = (operation: MetadataOperation): MetadataUpdater => {
    metadataOfAttempt()?.change(target, operation);
    return updater;
  };
  const updater: MetadataUpdater = {
    set: (key, value) =>
      value === undefined
        ? change({ type: "delete", key })
        : change({ type: "set", key, value: toJson(key, value) }),
    del: (key) => change({ type: "delete", key }),
    append: (key, value) => change({ type: "append", key, value: toJson(key, value) }),
    remove: (key, value) => change({ type: "remove", key, value: toJson(key, value) }),
    increment: (key, by = 1) => change({ type: "increment", key, value: toNumber(key, by) }),
    decrement: (key, by = 1) => change({ type: "increment", key, value: -toNumber(key, by) }),
    replace: (metadata) => change({ type: "update", value: toObject(metadata) }),
  };
  return updater;
}

/** A copy of all there is; undefined outside a run. */
function current(): Metadata | undefined {
  const value = metadataOfAttempt()?.current();
  return value && structuredClone(value);
}

/** The value of a key, or under a path such as `$.steps[0].name`; undefined where there is none, and outside a run. */
function get(key: string): unknown {
  const value = metadataOfAttempt()?.get(key);
  return typeof value === "object" ? structuredClone(value) : value;
}

/**
 * Resolves when everything changed so far is stored.
 *
 * @throws ApiError when the server refuses it (above 256 KiB, say) or cannot be reached.
 */
async function flush(): Promise<void> {
  await metadataOfAttempt()?.flush();
}

/**
 * Reads what others have changed meanwhile (children through `parent` and `root`).
 *
 * @throws ApiError when the server cannot be reached.
 */
async function refresh(): Promise<void> {
  await metadataOfAttempt()?.refresh();
}

/**
 * `streams.pipe` under the name that it had before: gives the same parts back, for the code that pipes.
 *
 * @deprecated `streams.pipe` takes its place.
 */
async function stream<T>(
  key: string,
  value: AsyncIterable<T> | ReadableStream<T>,
  signal?: AbortSignal,
): Promise<AsyncIterable<T>> {
  return streams.pipe(key, value, { signal }).stream;
}

/**
 * The parts of a stream of the run that executes. Nothing outside a run.
 *
 * @deprecated `streams.read` takes its place.
 */
async function fetchStream<T>(key: string, signal?: AbortSignal): Promise<AsyncIterableStream<T>> {
  const runId = currentAttempt()?.ctx.run.id;
  return runId ? streams.read<T>(runId, key, { signal }) : iterableStream<T>(nothing<T>());
}

async function* nothing<T>(): AsyncGenerator<T> {}

const own = updaterOf("self");

/**
 * A JSON object of at most 256 KiB that belongs to the run that executes, shown live in the dashboard and by
 * `runs.retrieve`. Changes count at once for `get` and `current`, are stored within a second and before the
 * attempt ends, and stay for the next attempt. `parent` and `root` change the metadata of the run that triggered
 * this one, and of the first of all; a run that nobody triggered is its own. Keys that begin with `$.` are paths.
 * Outside a run nothing happens.
 *
 * Source: sdk-facts §1.12.
 */
export const metadata = {
  ...own,
  current,
  get,
  flush,
  refresh,
  stream,
  fetchStream,
  /** @deprecated The name that `replace` had before. */
  save: own.replace,
  parent: updaterOf("parent"),
  root: updaterOf("root"),
};

function metadataOfAttempt(): AttemptMetadata | undefined {
  return currentAttempt()?.metadata;
}

/** As it will be when it has been stored and read. @throws TypeError for what JSON cannot say. */
function toJson(key: string, value: unknown): unknown {
  let text: string | undefined;
  try {
    text = JSON.stringify(value);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new TypeError(`metadata "${key}" has to be JSON: ${reason}`, { cause });
  }
  if (text === undefined) {
    throw new TypeError(`metadata "${key}" has to be JSON, and a ${typeof value} is none.`);
  }
  return JSON.parse(text);
}

function toObject(value: Metadata): Metadata {
  const json = toJson("replace", value);
  if (typeof json === "object" && json !== null && !Array.isArray(json)) return { ...json };
  throw new TypeError("metadata.replace() takes an object.");
}

function toNumber(key: string, by: number): number {
  if (Number.isFinite(by)) return by;
  throw new TypeError(
    `metadata "${key}" can be incremented by a finite number only, not by ${by}.`,
  );
}
