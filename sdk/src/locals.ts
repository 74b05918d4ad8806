import { currentAttempt } from "./current-attempt.ts";

/** Carries the type of the value. It exists for the compiler only. */
declare const typeOfLocal: unique symbol;

export interface LocalsKey<T> {
  readonly id: string;
  readonly [typeOfLocal]?: T;
}

/** Names a value of one attempt. Two keys with one id are the same key. */
function create<T>(id: string): LocalsKey<T> {
  return { id };
}

/** Undefined when it is not set, and outside a run. */
function get<T>(key: LocalsKey<T>): T | undefined {
  return asSet<T>(currentAttempt()?.locals?.get(key.id));
}

/** @throws Error when it is not set. */
function getOrThrow<T>(key: LocalsKey<T>): T {
  const locals = currentAttempt()?.locals;
  if (!locals?.has(key.id)) {
    throw new Error(
      `The local "${key.id}" is not set: call locals.set() earlier in the same attempt.`,
    );
  }
  return asSetBefore<T>(locals.get(key.id));
}

/**
 * Gives back the value.
 *
 * @throws Error outside a run, where there is nothing the value could belong to.
 */
function set<T>(key: LocalsKey<T>, value: T): T {
  const locals = currentAttempt()?.locals;
  if (!locals) {
    throw new Error(
      `The local "${key.id}" cannot be set here: locals belong to an attempt, so set them in middleware, in a hook or in run.`,
    );
  }
  locals.set(key.id, value);
  return value;
}

/**
 * Values that middleware, hooks and `run` of one attempt share. The next attempt starts without them.
 *
 * Source: sdk-facts §1.12.
 */
export const locals = { create, get, getOrThrow, set };

/** `set` takes only a `T` for a key of `T`. */
function asSet<T>(value: unknown): T | undefined {
  return value as T | undefined;
}

/** As above, and it is there. */
function asSetBefore<T>(value: unknown): T {
  return value as T;
}
