import { choicesOf, expand, isObject, propertiesOf, typesOf } from "./subschema.ts";

/** What a value is typed into. */
export type FieldKind =
  | { type: "choice"; choices: unknown[] }
  | { type: "text"; input: "text" | "email" | "url" | "date" }
  | { type: "number" }
  | { type: "object" }
  | { type: "array"; item: unknown }
  /** Anything: typed as JSON. */
  | { type: "json" };

const INPUTS: Record<string, "email" | "url" | "date"> = {
  email: "email",
  uri: "url",
  date: "date",
};

/** By the schema, unless the value that is there does not fit into such a field. */
export function fieldKind(root: unknown, schema: unknown, value: unknown): FieldKind {
  const kind = ofSchema(root, schema);
  return value === undefined || fits(kind, value) ? kind : { type: "json" };
}

function ofSchema(root: unknown, schema: unknown): FieldKind {
  const schemas = expand(root, schema, 0);
  const choices = choicesOf(schemas);
  if (choices) return { type: "choice", choices };
  const [type, ...others] = typesOf(schemas).filter((each) => each !== "null");
  const isNumber = [type, ...others].every((each) => each === "integer" || each === "number");
  if (type !== undefined && isNumber) return { type: "number" };
  if (others.length > 0) return { type: "json" };
  switch (type) {
    case "string": {
      const formats = schemas.map(({ format }) => format);
      const format = formats.find((each) => typeof each === "string") ?? "";
      return { type: "text", input: INPUTS[String(format)] ?? "text" };
    }
    case "boolean":
      return { type: "choice", choices: [true, false] };
    case "object":
      return propertiesOf(schemas).length > 0 ? { type: "object" } : { type: "json" };
    case "array": {
      const item = schemas.map(({ items }) => items).find(isObject);
      return item ? { type: "array", item } : { type: "json" };
    }
    default:
      return { type: "json" };
  }
}

function fits(kind: FieldKind, value: unknown): boolean {
  switch (kind.type) {
    case "choice":
      return kind.choices.some((choice) => JSON.stringify(choice) === JSON.stringify(value));
    case "text":
      return typeof value === "string";
    case "number":
      return typeof value === "number";
    case "object":
      return isObject(value);
    case "array":
      return Array.isArray(value);
    case "json":
      return true;
  }
}
