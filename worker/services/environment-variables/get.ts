import { notFound } from "#worker/domain/errors.ts";
import type { VariableView } from "#worker/domain/views.ts";
import type { EnvironmentContext } from "../context.ts";
import { listVariables } from "./list.ts";

/** Throws NOT_FOUND. */
export async function getVariable(ctx: EnvironmentContext, name: string): Promise<VariableView> {
  const variable = (await listVariables(ctx)).find((candidate) => candidate.name === name);
  if (!variable) throw notFound(`Variable ${name}`);
  return variable;
}
