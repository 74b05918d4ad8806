import { z } from "zod";
import { isMachinePreset } from "#sdk/wire/machine.ts";
import { parseDuration } from "#worker/domain/duration.ts";

const duration = z
  .string()
  .refine(
    (text) => parseDuration(text) !== undefined,
    "must be a duration such as 10m, 2h or 1h30m",
  );

/** The body of a trigger, as every client of this API writes it. Unknown fields are ignored. */
export const triggerInput = z.object({
  payload: z.unknown().optional(),
  options: z
    .object({
      payloadType: z
        .enum(["application/json", "application/super+json", "text/plain", "application/store"])
        .optional(),
      queue: z.object({ name: z.string().min(1).max(128) }).optional(),
      concurrencyKey: z
        .union([z.string().max(256), z.number()])
        .transform(String)
        .optional(),
      delay: z.string().max(100).optional(),
      ttl: z.union([duration, z.number().int().min(0)]).optional(),
      tags: z
        .union([z.string(), z.array(z.string())])
        .transform((tags) => [...new Set(Array.isArray(tags) ? tags : [tags])])
        .refine((tags) => tags.every((tag) => tag.length >= 1 && tag.length <= 128), {
          message: "each tag must have 1 to 128 characters",
        })
        .optional(),
      maxAttempts: z.number().int().min(0).max(250).optional(),
      maxDuration: z.number().int().min(5).optional(),
      priority: z.number().min(-1_000_000).max(1_000_000).optional(),
      machine: z
        .union([z.string(), z.object({ preset: z.string() }).transform(({ preset }) => preset)])
        .refine(isMachinePreset, "must be a machine preset such as small-1x")
        .optional(),
      test: z.boolean().optional(),
      metadata: z.unknown().optional(),
      idempotencyKey: z.string().min(1).max(2048).optional(),
      idempotencyKeyTTL: z.string().optional(),
      idempotencyKeyOptions: z
        .object({ key: z.unknown(), scope: z.string().optional() })
        .optional(),
      lockToVersion: z.string().optional(),
      parentRunId: z.string().optional(),
    })
    .loose()
    .optional(),
});

export type TriggerInput = z.infer<typeof triggerInput>;
export type TriggerOptions = NonNullable<TriggerInput["options"]>;

/** More tags than this is a rule broken (422), not a malformed request (400). */
export const TAG_LIMIT = 10;
