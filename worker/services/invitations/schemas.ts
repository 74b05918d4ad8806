import { z } from "zod";
import { MEMBER_ROLES } from "#worker/domain/permissions.ts";

export const createInvitationInput = z.object({
  role: z.enum(MEMBER_ROLES),
  email: z
    .email("must be an email address")
    .transform((email) => email.toLowerCase())
    .optional(),
  validDays: z.number().int().min(1).max(30).default(7),
});
