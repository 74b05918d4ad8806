import { assertNever } from "./assert-never.ts";

/** A condition on what a run carries, as people write it: `payload.userId = 42`, `metadata.stage ~ ship`. */
export interface FieldCondition {
  of: "payload" | "output" | "metadata";
  /** Names and places in lists, outermost first. */
  path: string[];
  operator: FieldOperator;
  value: string;
}

export const FIELD_OPERATORS = ["!=", ">=", "<=", "=", "~", ">", "<"] as const;
export type FieldOperator = (typeof FIELD_OPERATORS)[number];

const PATTERN =
  /^\s*(payload|output|metadata)((?:\.[^.\s=!<>~[\]]+|\[\d+\])+)\s*(!=|>=|<=|=|~|>|<)\s*(.+?)\s*$/;

/** Undefined for a text that is no condition. A value may stand in double quotes. */
export function parseFieldCondition(text: string): FieldCondition | undefined {
  const [, of, path, operator, value] = PATTERN.exec(text) ?? [];
  if (!path || value === undefined) return undefined;
  return {
    of: asSource(of),
    path: path.split(/[.[\]]/).filter((part) => part !== ""),
    operator: asOperator(operator),
    value: /^".*"$/.test(value) ? value.slice(1, -1) : value,
  };
}

/** The pattern lets nothing else through. */
function asSource(text: string | undefined): FieldCondition["of"] {
  return text as FieldCondition["of"];
}
function asOperator(text: string | undefined): FieldOperator {
  return text as FieldOperator;
}

/** One spelling for each condition. */
export function formatFieldCondition({ of, path, operator, value }: FieldCondition): string {
  const steps = path.map((step) => (/^\d+$/.test(step) ? `[${step}]` : `.${step}`));
  return `${of}${steps.join("")} ${operator} ${value}`;
}

/** Whether a document has the field with such a value. A list has what one of its elements has. */
export function matchesField(document: unknown, condition: FieldCondition): boolean {
  return valuesAt(document, condition.path).some((value) => compare(value, condition));
}

function valuesAt(document: unknown, path: readonly string[]): unknown[] {
  const [step, ...rest] = path;
  if (step === undefined) return Array.isArray(document) ? [document, ...document] : [document];
  if (Array.isArray(document)) {
    return /^\d+$/.test(step)
      ? valuesAt(document[Number(step)], rest)
      : document.flatMap((element) => valuesAt(element, path));
  }
  if (typeof document !== "object" || document === null) return [];
  if (!Object.hasOwn(document, step)) return [];
  return valuesAt(Reflect.get(document, step), rest);
}

function compare(value: unknown, { operator, value: wanted }: FieldCondition): boolean {
  if (value === undefined) return false;
  const text = typeof value === "object" ? JSON.stringify(value) : String(value);
  switch (operator) {
    case "=":
      return text === wanted;
    case "!=":
      return text !== wanted;
    case "~":
      return text.toLowerCase().includes(wanted.toLowerCase());
    case ">":
      return Number(value) > Number(wanted);
    case ">=":
      return Number(value) >= Number(wanted);
    case "<":
      return Number(value) < Number(wanted);
    case "<=":
      return Number(value) <= Number(wanted);
    default:
      return assertNever(operator);
  }
}
