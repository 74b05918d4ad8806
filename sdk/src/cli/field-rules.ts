import { isMachinePreset, MACHINE_PRESETS } from "../wire/machine.ts";

/** What a field has to be. An absent field is always right. */
export interface FieldRule {
  expected: string;
  accepts: (value: unknown) => boolean;
}

const isNumber = (value: unknown): value is number =>
  typeof value === "number" && Number.isFinite(value);
const isText = (value: unknown) => typeof value === "string" && value !== "";
const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;

export const text: FieldRule = { expected: "a text that is not empty", accepts: isText };
export const boolean: FieldRule = {
  expected: "true or false",
  accepts: (value) => typeof value === "boolean",
};
export const texts: FieldRule = {
  expected: "a list of texts",
  accepts: (value) => Array.isArray(value) && value.every(isText),
};
export const fn: FieldRule = {
  expected: "a function",
  accepts: (value) => typeof value === "function",
};
export const objects: FieldRule = {
  expected: "a list of objects",
  accepts: (value) => Array.isArray(value) && value.every(isObject),
};
export const object: FieldRule = { expected: "an object", accepts: isObject };
export const seconds: FieldRule = {
  expected: "a number of seconds, 5 or more",
  accepts: (value) => isNumber(value) && value >= 5,
};
export const duration: FieldRule = {
  expected: 'a duration such as "10m" or "1h30m", or a number of seconds',
  accepts: (value) =>
    isNumber(value)
      ? value >= 0
      : typeof value === "string" && /^(\d+(w|d|hr|h|m|s))+$/.test(value),
};
export const machine: FieldRule = {
  expected: `one of ${Object.keys(MACHINE_PRESETS).join(", ")}`,
  accepts: isMachinePreset,
};
export const concurrencyLimit: FieldRule = {
  expected: "a whole number from 0 to 100000",
  accepts: (value) => Number.isInteger(value) && isNumber(value) && value >= 0 && value <= 100_000,
};
export const startsInPeriod: FieldRule = {
  expected: "a whole number from 1 to 1000000",
  accepts: (value) =>
    Number.isInteger(value) && isNumber(value) && value >= 1 && value <= 1_000_000,
};
export const logLevel = oneOf("none", "error", "warn", "info", "log", "debug");

export function oneOf(...values: string[]): FieldRule {
  return {
    expected: `one of ${values.join(", ")}`,
    accepts: (value) => typeof value === "string" && values.includes(value),
  };
}

export const window: FieldRule = {
  expected: 'whole minutes or hours up to "24h", or a percentage such as "50%"',
  accepts: (value) => typeof value === "string" && /^\d+[mh%]$/.test(value),
};

export function listOf(...values: string[]): FieldRule {
  return {
    expected: `a list of ${values.join(", ")}`,
    accepts: (value) => Array.isArray(value) && value.every((one) => values.includes(one)),
  };
}

export function either(first: FieldRule, second: FieldRule): FieldRule {
  return {
    expected: `${first.expected}, or ${second.expected}`,
    accepts: (value) => first.accepts(value) || second.accepts(value),
  };
}

const atLeast = (least: number, what: string): FieldRule => ({
  expected: `${what}, ${least} or more`,
  accepts: (value) => isNumber(value) && value >= least,
});

/** The fields of `RetryOptions`, under a prefix such as `retry.`. */
export function retryRules(prefix: string): Record<string, FieldRule> {
  return {
    [`${prefix}.maxAttempts`]: {
      expected: "a whole number from 1 up (1 means no retry)",
      accepts: (value) => Number.isInteger(value) && isNumber(value) && value >= 1,
    },
    [`${prefix}.factor`]: atLeast(1, "a number"),
    [`${prefix}.minTimeoutInMs`]: atLeast(0, "a number of milliseconds"),
    [`${prefix}.maxTimeoutInMs`]: atLeast(0, "a number of milliseconds"),
    [`${prefix}.randomize`]: boolean,
    [`${prefix}.outOfMemory.machine`]: machine,
  };
}

/** One line for each field that is not what it has to be: the field, what was expected, what was there. */
export function fieldProblems(value: object, rules: Record<string, FieldRule>): string[] {
  const problems: string[] = [];
  for (const [path, rule] of Object.entries(rules)) {
    const field = fieldAt(value, path);
    if (field === undefined || rule.accepts(field)) continue;
    problems.push(`${path} must be ${rule.expected}; got ${shown(field)}`);
  }
  return problems;
}

function fieldAt(value: unknown, path: string): unknown {
  let field = value;
  for (const key of path.split(".")) field = isObject(field) ? Reflect.get(field, key) : undefined;
  return field;
}

function shown(value: unknown): string {
  const kind = value === null ? "" : ` (${Array.isArray(value) ? "a list" : `a ${typeof value}`})`;
  const text = typeof value === "function" ? "a function" : JSON.stringify(value);
  if (text === undefined || text === "a function") return `a ${typeof value}`;
  return `${text.length > 80 ? `${text.slice(0, 80)}…` : text}${kind.replace("a object", "an object")}`;
}
