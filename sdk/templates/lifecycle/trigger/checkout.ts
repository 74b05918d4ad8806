import { idempotencyKeys, schemaTask } from "@pawl/sdk";
import { type Order, order } from "./order.ts";

/** Any schema library does; so does a function that returns what it accepts and throws for the rest. */
function toOrder(value: unknown): Order {
  const ends: unknown = typeof value === "object" && value !== null && Reflect.get(value, "ends");
  if (ends === "well" || ends === "badly" || ends === "canceled") return { ends };
  throw new Error("ends has to be well, badly or canceled");
}

/** Triggers an order with every option of a trigger. */
export const checkout = schemaTask({
  id: "checkout",
  schema: toOrder,
  run: async (payload, { ctx }) => {
    const idempotencyKey = await idempotencyKeys.create("the order", { scope: "run" });
    const handle = await order.trigger(payload, {
      idempotencyKey,
      idempotencyKeyTTL: "1h",
      delay: "1s",
      ttl: "5m",
      queue: "orders",
      concurrencyKey: ctx.run.id,
      priority: 10,
      tags: ["from-checkout"],
      metadata: { count: 1 },
      maxAttempts: 2,
      maxDuration: 30,
      machine: "micro",
      version: ctx.run.version,
    });
    return handle.id;
  },
});
