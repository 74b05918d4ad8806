import { registerQueue } from "./catalog.ts";
import type { QueueOptions } from "./task-options.ts";
import type { QueueLimits } from "./wire/manifest.ts";

/**
 * Declares a queue that several tasks share: give the result to their `queue` option. A queue
 * exists from the next deployment on. Declared twice with different limits, the first stands
 * and a warning is printed.
 *
 * Source: lifecycle §5, sdk-facts §1.1.
 *
 * @throws TypeError without a name, or with a limit that is not a whole number from 0 up.
 */
export function queue(options: QueueOptions): QueueOptions {
  if (typeof options?.name !== "string" || options.name === "") {
    throw new TypeError('queue({ name }) needs a name, such as queue({ name: "emails" }).');
  }
  const { concurrencyLimit, totalConcurrencyLimit, rateLimit } = options;
  requireWhole(options.name, "concurrencyLimit", concurrencyLimit, 0);
  requireWhole(options.name, "totalConcurrencyLimit", totalConcurrencyLimit, 0);
  if (rateLimit) requireWhole(options.name, "rateLimit.limit", rateLimit.limit, 1);
  registerQueue({ name: options.name, ...limitsOf(options) });
  return options;
}

/** The limits alone, those that are set. */
export function limitsOf(options: QueueLimits): QueueLimits {
  const { concurrencyLimit, totalConcurrencyLimit, rateLimit } = options;
  return {
    concurrencyLimit,
    ...(totalConcurrencyLimit !== undefined && { totalConcurrencyLimit }),
    ...(rateLimit !== undefined && { rateLimit }),
  };
}

function requireWhole(queue: string, field: string, value: number | undefined, least: number) {
  if (value === undefined || (Number.isInteger(value) && value >= least)) return;
  throw new TypeError(
    `Queue "${queue}": ${field} must be a whole number from ${least} up, got ${String(value)}.`,
  );
}
