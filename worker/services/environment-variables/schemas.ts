import { z } from "zod";
import { MAX_VALUE_CHARACTERS, variableNameProblem } from "#worker/domain/environment-variables.ts";

export const variableName = z.string().superRefine((name, issues) => {
  const problem = variableNameProblem(name);
  if (problem) issues.addIssue({ code: "custom", message: problem });
});

export const variableValue = z
  .string()
  .max(MAX_VALUE_CHARACTERS)
  .refine((value) => !value.includes("\0"), "must not have a NUL character");

export const createVariableInput = z.object({
  name: variableName,
  value: variableValue,
  isSecret: z.boolean().optional(),
});

export const updateVariableInput = z
  .object({ value: variableValue.optional(), isSecret: z.literal(true).optional() })
  .refine((change) => Object.keys(change).length > 0, "needs a value");

export const importVariablesInput = z.object({
  variables: z.record(variableName, variableValue),
  /** False: variables that exist keep their value. */
  override: z.boolean().default(false),
  isSecret: z.boolean().default(false),
});
