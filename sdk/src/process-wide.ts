/**
 * A value there is only one of in this process, even when the SDK is loaded twice
 * (a Next.js build keeps several copies of a module): configuration set through one
 * copy must reach the others.
 */
export function processWide<T extends object>(name: string, create: () => T): T {
  const key = Symbol.for(`pawl.${name}`);
  const existing: unknown = Reflect.get(globalThis, key);
  if (existing !== undefined) return asCreatedHere(existing);
  const value = create();
  Object.defineProperty(globalThis, key, { value });
  return value;
}

/** The only writer of these symbols is `processWide`, which stored what the same `create` returned. */
function asCreatedHere<T>(value: unknown): T {
  return value as T;
}
