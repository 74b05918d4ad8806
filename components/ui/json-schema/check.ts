import { Ajv, type ErrorObject } from "ajv";
import type { SchemaProblem } from "./problem.ts";
import { isObject, type JsonPath } from "./subschema.ts";

export type SchemaCheck = (value: unknown) => SchemaProblem[];

const MOST_PROBLEMS = 50;

/** A check of values against a schema; undefined for one that is none that we understand. */
export function compileSchema(schema: unknown): SchemaCheck | undefined {
  if (!isObject(schema)) return undefined;
  // Drafts differ in what is rare in payloads; which one it names would only keep it from being used.
  const { $schema: _, $id: __, ...plain } = schema;
  try {
    const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false, logger: false });
    const validate = ajv.compile(plain);
    return (value) => (validate(value) ? [] : present(validate.errors ?? []));
  } catch {
    return undefined;
  }
}

function present(errors: readonly ErrorObject[]): SchemaProblem[] {
  const problems = new Map<string, SchemaProblem>();
  for (const error of errors) {
    const problem = { path: pathOf(error), message: messageOf(error) };
    problems.set(JSON.stringify(problem), problem);
    if (problems.size === MOST_PROBLEMS) break;
  }
  return [...problems.values()];
}

function pathOf({ instancePath, keyword, params }: ErrorObject): JsonPath {
  const path = instancePath
    .split("/")
    .slice(1)
    .map((key) => key.replaceAll("~1", "/").replaceAll("~0", "~"))
    .map((key) => (/^\d+$/.test(key) ? Number(key) : key));
  return keyword === "additionalProperties"
    ? [...path, String(params["additionalProperty"])]
    : path;
}

function messageOf({
  keyword,
  params,
  message = "is not what the schema says",
}: ErrorObject): string {
  switch (keyword) {
    case "required":
      return `“${params["missingProperty"]}” is missing`;
    case "additionalProperties":
      return `“${params["additionalProperty"]}” is not in the schema`;
    case "enum":
      return `Must be one of ${params["allowedValues"].map((each: unknown) => JSON.stringify(each)).join(", ")}`;
    default:
      return message.charAt(0).toUpperCase() + message.slice(1);
  }
}
