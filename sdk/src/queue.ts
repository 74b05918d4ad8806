import { registerQueue } from "./catalog.ts";
import type { QueueOptions } from "./task-options.ts";

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
  const limit = options.concurrencyLimit;
  if (limit !== undefined && (!Number.isInteger(limit) || limit < 0)) {
    throw new TypeError(
      `Queue "${options.name}": concurrencyLimit must be a whole number from 0 up, got ${String(limit)}.`,
    );
  }
  registerQueue({ name: options.name, concurrencyLimit: limit });
  return options;
}
