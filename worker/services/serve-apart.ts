import pg from "pg";
import { DomainError } from "#worker/domain/errors.ts";

/** Data that the database will not take: exceptions, constraints, sizes. Other faults may be over with the next try. */
const REFUSED = /^(22|23|54)/;

/** True where trying again would end the same way, because of what is in the item. */
export function isItsOwnFault(error: unknown): boolean {
  if (error instanceof DomainError || error instanceof RangeError) return true;
  return error instanceof pg.DatabaseError && REFUSED.test(error.code ?? "");
}

interface Service<In, Out> {
  /** Answers all of them, in their order, or none. */
  serve: (items: In[]) => Promise<Out[]>;
  /** Answers for one that cannot be served. */
  refuse: (item: In, error: unknown) => Out | Promise<Out>;
}

/**
 * Serves a batch as one. Where an item of it is at fault, the batch is halved until that one stands alone, so
 * that the others do not share its fate. Throws what is nobody's fault, such as a lost connection.
 */
export async function serveApart<In, Out>(items: In[], service: Service<In, Out>): Promise<Out[]> {
  try {
    return await service.serve(items);
  } catch (error) {
    if (!isItsOwnFault(error)) throw error;
    const [only] = items;
    if (only === undefined) return [];
    if (items.length === 1) return [await service.refuse(only, error)];
    const half = Math.ceil(items.length / 2);
    const first = await serveApart(items.slice(0, half), service);
    return [...first, ...(await serveApart(items.slice(half), service))];
  }
}
