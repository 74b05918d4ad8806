import type { ServiceContext } from "./context.ts";

interface Options {
  /** Milliseconds after which a value is read again; leave out for what never changes. */
  keepMs?: number;
  /** Values kept at most; the one read first goes first. */
  maxEntries: number;
}

/**
 * Remembers what `read` gave for an id, per database and process. Callers that come while it is
 * being read share the one read; a failed read is forgotten.
 */
export function cached<T>(
  read: (ctx: ServiceContext, id: string) => Promise<T>,
  { keepMs = Number.POSITIVE_INFINITY, maxEntries }: Options,
): (ctx: ServiceContext, id: string) => Promise<T> {
  type Entry = { value: Promise<T>; readAt: number };
  const caches = new WeakMap<object, Map<string, Entry>>();
  return (ctx, id) => {
    const cache = caches.get(ctx.db) ?? new Map<string, Entry>();
    caches.set(ctx.db, cache);
    const now = ctx.clock().getTime();
    const known = cache.get(id);
    if (known && now - known.readAt < keepMs) return known.value;
    const entry: Entry = { value: read(ctx, id), readAt: now };
    cache.delete(id);
    cache.set(id, entry);
    entry.value.catch(() => cache.get(id) === entry && cache.delete(id));
    const oldest = cache.keys().next();
    if (cache.size > maxEntries && !oldest.done) cache.delete(oldest.value);
    return entry.value;
  };
}
