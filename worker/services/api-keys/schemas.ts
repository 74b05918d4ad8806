import { z } from "zod";
import { scopeProblem } from "#worker/domain/scopes.ts";

export const scopesInput = z
  .array(
    z.string().superRefine((scope, issues) => {
      const problem = scopeProblem(scope);
      if (problem) issues.addIssue({ code: "custom", message: `${scope} ${problem}` });
    }),
  )
  .min(1, "must have at least one scope")
  .max(100);

export const createApiKeyInput = z.object({
  name: z.string().trim().min(1, "must not be empty").max(100),
  scopes: scopesInput,
  /** Left out: it works until it is revoked. */
  expiresAt: z.iso
    .datetime()
    .transform((text) => new Date(text))
    .optional(),
});
