import { z } from "zod";

/** Longer payloads are not offered for editing. */
const MAX_PAYLOAD_CHARACTERS = 500_000;

/** What the form of a test holds, as typed. Its fields are the form's own affair. */
export const saveTestTemplateInput = z
  .object({
    name: z
      .string()
      .trim()
      .min(1)
      .max(80)
      .refine((name) => !name.includes("\0"), "must not have a NUL character"),
    payload: z.string().max(MAX_PAYLOAD_CHARACTERS),
    options: z.record(z.string().max(64), z.string().max(20_000)).default({}),
  })
  .strict()
  // Postgres stores no NUL.
  .refine((input) => !JSON.stringify(input).includes("\\u0000"), "must not have a NUL character");

export type SaveTestTemplateInput = z.infer<typeof saveTestTemplateInput>;
