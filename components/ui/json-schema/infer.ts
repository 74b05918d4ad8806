import { isObject, type JsonSchema } from "./subschema.ts";

/** The schema that all of these values have in common: what is in every one is required. */
export function inferSchema(values: readonly unknown[]): JsonSchema {
  const types = [...new Set(values.map(typeOf))].sort();
  const objects = values.filter(isObject);
  const items = values.filter((value) => Array.isArray(value)).flat();
  const names = [...new Set(objects.flatMap((value) => Object.keys(value)))];
  const required = names.filter((name) => objects.every((value) => name in value));
  return {
    ...(types.length > 0 && { type: types.length === 1 ? types[0] : types }),
    ...(objects.length > 0 && {
      properties: Object.fromEntries(
        names.map((name) => [
          name,
          inferSchema(objects.filter((value) => name in value).map((value) => value[name])),
        ]),
      ),
    }),
    ...(required.length > 0 && { required }),
    ...(items.length > 0 && { items: inferSchema(items) }),
  };
}

function typeOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  if (typeof value === "number") return Number.isInteger(value) ? "integer" : "number";
  return typeof value;
}
