import { z } from "zod";
import { triggerInput } from "../runs/schemas.ts";

export const BATCH_LIMIT = 1000;

export const createBatchInput = z.object({
  runCount: z
    .number()
    .int()
    .min(1, "must be at least 1: a batch without items is none")
    .max(BATCH_LIMIT, `may be ${BATCH_LIMIT}; send several batches`),
  taskIdentifiers: z.array(z.string()).optional(),
  idempotencyKey: z.string().min(1).max(2048).optional(),
  parentRunId: z.string().optional(),
  /** The parent waits for it. */
  resumeParentOnCompletion: z.boolean().optional(),
});

export type CreateBatchInput = z.infer<typeof createBatchInput>;

/** One line of the items: a trigger with its place and its task. */
export const batchItemInput = triggerInput.extend({
  index: z.number().int().min(0),
  task: z.string().min(1).max(256),
});

export type BatchItemInput = z.infer<typeof batchItemInput>;
