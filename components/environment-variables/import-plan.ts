import type { VariableView } from "#worker/domain/views.ts";

/** What saving would do to one variable of one environment. */
export type PlannedChange =
  | "ADDED"
  | "CHANGED"
  | "SAME"
  /** It is secret: whether the value differs cannot be told. */
  | "REPLACES_SECRET"
  /** The value stays; it is not shown any more. */
  | "MADE_SECRET";

export function planChange(
  variable: { name: string; value: string },
  existing: readonly VariableView[],
  isSecret: boolean,
): PlannedChange {
  const before = existing.find(({ name }) => name === variable.name);
  if (!before) return "ADDED";
  if (before.isSecret) return "REPLACES_SECRET";
  if (before.value !== variable.value) return "CHANGED";
  return isSecret ? "MADE_SECRET" : "SAME";
}

export const CHANGE_LABELS: Record<PlannedChange, string> = {
  ADDED: "Added",
  CHANGED: "Changed",
  SAME: "Same",
  REPLACES_SECRET: "Replaces secret",
  MADE_SECRET: "Made secret",
};
