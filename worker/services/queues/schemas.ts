import { z } from "zod";

/** A page of queues, by number. `search` is beyond the contract. */
export const listQueuesQuery = z.object({
  page: z.coerce.number().int().min(1).default(1),
  perPage: z.coerce.number().int().min(1).max(100).default(25),
  search: z.string().max(200).optional(),
});

export type ListQueuesQuery = z.infer<typeof listQueuesQuery>;

const type = z.enum(["id", "task", "custom"]).default("id");

export const queueTypeQuery = z.object({ type });
export const queueTypeInput = z.object({ type });
export const pauseInput = z.object({ action: z.enum(["pause", "resume"]) });
export const pauseQueueInput = pauseInput.extend({ type });
export const overrideLimitInput = z.object({
  type,
  concurrencyLimit: z.number().int().min(0).max(100_000),
});

/** How a caller names a queue. */
export interface QueueReference {
  type: z.infer<typeof type>;
  /** Its id, its task's id, or its name. */
  value: string;
}

export const environmentLimitInput = z.object({
  concurrencyLimit: z.number().int().min(0).max(100_000),
});
