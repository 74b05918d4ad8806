import { z } from "zod";
import { ENVIRONMENT_TONES, ENVIRONMENT_TYPES } from "#worker/domain/environments.ts";
import { placeName } from "../orgs/schemas.ts";

/** In addresses and in calls to the API. */
const environmentSlug = z
  .string()
  .max(40)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, "may have lower-case letters, digits and single hyphens");

const tone = z.enum(ENVIRONMENT_TONES);

export const createEnvironmentInput = z.object({
  name: placeName,
  /** Left out: made from the name. */
  slug: environmentSlug.optional(),
  type: z.enum(ENVIRONMENT_TYPES),
  tone: tone.optional(),
});

export const updateEnvironmentInput = z.object({
  name: placeName.optional(),
  tone: tone.optional(),
});

export type CreateEnvironmentInput = z.infer<typeof createEnvironmentInput>;
export type UpdateEnvironmentInput = z.infer<typeof updateEnvironmentInput>;
