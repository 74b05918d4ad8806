import { z } from "zod";
import { isMachinePreset } from "#sdk/wire/machine.ts";
import { parseDuration } from "#worker/domain/duration.ts";

/** Text of a column: Postgres stores no NUL. */
const text = z.string().refine((value) => !value.includes("\0"), "must not have a NUL character");

export const taskIdInput = text.min(1).max(128);

/** Indexed, and an entry of an index holds two kilobytes, whatever the characters. */
export const idempotencyKeyInput = text
  .min(1)
  .refine((key) => Buffer.byteLength(key) <= 2048, "may have 2048 bytes");

const LONGEST_TTL_SECONDS = 36_500 * 86_400;
const LARGEST_INTEGER = 2_147_483_647;

const duration = z
  .string()
  .refine(
    (text) => parseDuration(text) !== undefined,
    "must be a duration such as 10m, 2h or 1h30m",
  );

/** One tag or several, each once. How many a run may have is a rule of its own, see `TAG_LIMIT`. */
export const tagsInput = z
  .union([text, z.array(text)])
  .transform((tags) => [...new Set(Array.isArray(tags) ? tags : [tags])])
  .refine((tags) => tags.every((tag) => tag.length >= 1 && tag.length <= 128), {
    message: "each tag must have 1 to 128 characters",
  });

const metadataObject = z.record(z.string(), z.unknown());
const metadataKey = z.string().min(1).max(1024);

const metadataOperations = z
  .array(
    z.discriminatedUnion("type", [
      z.object({ type: z.enum(["set", "append", "remove"]), key: metadataKey, value: z.unknown() }),
      z.object({ type: z.literal("delete"), key: metadataKey }),
      z.object({ type: z.literal("increment"), key: metadataKey, value: z.number() }),
      z.object({ type: z.literal("update"), value: metadataObject }),
    ]),
  )
  .optional();

/** The body of a change of metadata. */
export const metadataInput = z.object({
  metadata: metadataObject.optional(),
  operations: metadataOperations,
  parentOperations: metadataOperations,
  rootOperations: metadataOperations,
});

/** The body of a trigger, as every client of this API writes it. Unknown fields are ignored. */
export const triggerInput = z.object({
  payload: z.unknown().optional(),
  options: z
    .object({
      payloadType: z
        .enum(["application/json", "application/super+json", "text/plain", "application/store"])
        .optional(),
      queue: z.object({ name: text.min(1).max(128) }).optional(),
      concurrencyKey: z
        .union([text.max(256), z.number()])
        .transform(String)
        .optional(),
      delay: z.string().max(100).optional(),
      ttl: z.union([duration, z.number().int().min(0).max(LONGEST_TTL_SECONDS)]).optional(),
      tags: tagsInput.optional(),
      maxAttempts: z.number().int().min(0).max(250).optional(),
      maxDuration: z.number().int().min(5).max(LARGEST_INTEGER).optional(),
      priority: z.number().min(-1_000_000).max(1_000_000).optional(),
      machine: z
        .union([z.string(), z.object({ preset: z.string() }).transform(({ preset }) => preset)])
        .refine(isMachinePreset, "must be a machine preset such as small-1x")
        .optional(),
      test: z.boolean().optional(),
      metadata: z.unknown().optional(),
      idempotencyKey: idempotencyKeyInput.optional(),
      idempotencyKeyTTL: z.string().optional(),
      idempotencyKeyOptions: z
        .object({ key: z.unknown(), scope: z.string().optional() })
        .optional(),
      debounce: z
        .object({
          key: text.min(1).max(512),
          delay: z.string().max(100),
          mode: z.enum(["leading", "trailing"]).default("leading"),
          maxDelay: z.string().max(100).optional(),
        })
        .optional(),
      lockToVersion: text.max(128).optional(),
      parentRunId: z.string().optional(),
      /** The parent waits for it. */
      resumeParentOnCompletion: z.boolean().optional(),
    })
    .loose()
    .optional(),
});

const triggerOptions = triggerInput.shape.options.unwrap();

/** What a replay may change. Other fields are refused: a typo would be a run that nobody asked for. */
export const replayInput = triggerOptions
  .pick({
    payloadType: true,
    metadata: true,
    tags: true,
    concurrencyKey: true,
    machine: true,
    delay: true,
    ttl: true,
    idempotencyKey: true,
    idempotencyKeyTTL: true,
    maxAttempts: true,
    maxDuration: true,
    priority: true,
  })
  .extend({
    payload: z.unknown().optional(),
    queue: text.min(1).max(128).optional(),
    version: text.max(128).optional(),
    region: z.string().optional(),
  })
  .strict();

export type ReplayInput = z.infer<typeof replayInput>;
export type TriggerInput = z.infer<typeof triggerInput>;
export type TriggerOptions = NonNullable<TriggerInput["options"]>;

/** More tags than this is a rule broken (422), not a malformed request (400). */
export const TAG_LIMIT = 10;
