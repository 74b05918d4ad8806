import { z } from "zod";

export const variableName = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, "must have letters, digits and _, and not start with a digit")
  .max(256)
  .refine((name) => !RESERVED.has(name), "is set by Pawl itself");

/** A task's process gets these from us; a variable of the same name would send its triggers elsewhere. */
const RESERVED = new Set(["TRIGGER_SECRET_KEY", "TRIGGER_API_URL", "NODE_OPTIONS"]);

export const variableValue = z.string().max(128 * 1024);

export const createVariableInput = z.object({
  name: variableName,
  value: variableValue,
  isSecret: z.boolean().optional(),
});

export const updateVariableInput = z.object({ value: variableValue });

export const importVariablesInput = z.object({
  variables: z.record(variableName, variableValue),
  /** False: variables that exist keep their value. */
  override: z.boolean().default(false),
  isSecret: z.boolean().default(false),
});

export interface VariableView {
  name: string;
  /** Redacted for a secret. */
  value: string;
  isSecret: boolean;
}
