import { setTimeout as sleep } from "node:timers/promises";

interface GatherOptions {
  maxBatch?: number;
  maxInFlight?: number;
  restAfter?: number;
}

const LONGEST_REST_MS = 25;

/**
 * Collects calls that come within a moment of each other and serves them with one: on the hot path
 * a statement for a hundred runs costs little more than a statement for one, a commit for each costs
 * a hundred. `serve` gets the items in the order of the calls and answers in the same order.
 * The first call after a silence waits for nothing; while a batch is being served, the next gathers.
 *
 * With `restAfter`, a batch of at least so many is followed by a rest as long as it took: a statement has a cost
 * of its own, which under load is better shared by more.
 */
export function gather<In, Out>(
  serve: (items: In[]) => Promise<Out[]>,
  { maxBatch = 500, maxInFlight = 1, restAfter = Number.POSITIVE_INFINITY }: GatherOptions = {},
): (item: In) => Promise<Out> {
  type Waiting = { item: In; resolve: (value: Out) => void; reject: (error: unknown) => void };
  const waiting: Waiting[] = [];
  let inFlight = 0;
  let isScheduled = false;

  const schedule = () => {
    if (isScheduled || inFlight >= maxInFlight || waiting.length === 0) return;
    isScheduled = true;
    // After the current turn of the event loop: everything that arrived in it goes together.
    setImmediate(() => {
      isScheduled = false;
      void serveNext(waiting.splice(0, maxBatch));
    });
  };

  const serveNext = async (batch: Waiting[]) => {
    inFlight++;
    schedule();
    const since = performance.now();
    try {
      const values = await serve(batch.map(({ item }) => item));
      batch.forEach(({ resolve, reject }, index) => {
        if (index < values.length) resolve(values[index] as Out);
        else reject(new Error("The batch answered fewer items than it was given."));
      });
    } catch (error) {
      for (const { reject } of batch) reject(error);
    } finally {
      if (batch.length >= restAfter) {
        await sleep(Math.min(performance.now() - since, LONGEST_REST_MS));
      }
      inFlight--;
      schedule();
    }
  };

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      schedule();
    });
}
