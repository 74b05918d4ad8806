export type JsonSchema = { readonly [keyword: string]: unknown };
export type JsonPath = readonly (string | number)[];

/** References and combinations are followed no deeper: a schema may refer to itself. */
const DEEPEST = 8;

export function isObject(value: unknown): value is JsonSchema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Every schema that says something about the value at `path`, with references and combinations taken apart. */
export function schemasAt(root: unknown, path: JsonPath): JsonSchema[] {
  let here = expand(root, root, 0);
  for (const key of path) {
    here = here.flatMap((schema) => expand(root, step(schema, key), 0));
  }
  return here;
}

/** A schema with all that it refers to or combines. */
export function expand(root: unknown, schema: unknown, depth: number): JsonSchema[] {
  if (!isObject(schema) || depth > DEEPEST) return [];
  const { $ref, allOf, anyOf, oneOf } = schema;
  const others = [allOf, anyOf, oneOf].flatMap((list) => (Array.isArray(list) ? list : []));
  if (typeof $ref === "string") others.push(followReference(root, $ref));
  return [schema, ...others.flatMap((other) => expand(root, other, depth + 1))];
}

/** `#/definitions/a` and the like; others lie outside of what was deployed. */
function followReference(root: unknown, reference: string): unknown {
  if (!reference.startsWith("#")) return undefined;
  const keys = reference.slice(1).split("/").filter(Boolean);
  return keys.reduce<unknown>((at, key) => {
    const name = decodeURIComponent(key).replaceAll("~1", "/").replaceAll("~0", "~");
    return isObject(at) ? at[name] : undefined;
  }, root);
}

function step(schema: JsonSchema, key: string | number): unknown {
  if (typeof key === "number") {
    const { items, prefixItems } = schema;
    const tuple = Array.isArray(items) ? items : prefixItems;
    if (Array.isArray(tuple) && key < tuple.length) return tuple[key];
    return Array.isArray(items) ? schema["additionalItems"] : items;
  }
  const { properties, additionalProperties } = schema;
  return isObject(properties) && key in properties ? properties[key] : additionalProperties;
}

export type SchemaProperty = { name: string; schema: JsonSchema; isRequired: boolean };

/** Each property once, in the order in which they are declared. */
export function propertiesOf(schemas: readonly JsonSchema[]): SchemaProperty[] {
  const required = new Set(
    schemas.flatMap(({ required: names }) => (Array.isArray(names) ? names : [])),
  );
  const found = new Map<string, SchemaProperty>();
  for (const { properties } of schemas) {
    if (!isObject(properties)) continue;
    for (const [name, schema] of Object.entries(properties)) {
      if (found.has(name)) continue;
      found.set(name, {
        name,
        schema: isObject(schema) ? schema : {},
        isRequired: required.has(name),
      });
    }
  }
  return [...found.values()];
}

/** The types that a value may have; empty: any. */
export function typesOf(schemas: readonly JsonSchema[]): string[] {
  const types = schemas.flatMap((schema) => {
    const { type } = schema;
    if (typeof type === "string") return [type];
    if (Array.isArray(type)) return type.filter((each) => typeof each === "string");
    return isObject(schema["properties"]) ? ["object"] : [];
  });
  return [...new Set(types)];
}

/** Values that the schema names; `true` and `false` for a boolean. */
export function valuesOf(schemas: readonly JsonSchema[]): unknown[] {
  const named = schemas.flatMap((schema) => {
    const { enum: choices, examples } = schema;
    return [
      ...("const" in schema ? [schema["const"]] : []),
      ...(Array.isArray(choices) ? choices : []),
      ...("default" in schema ? [schema["default"]] : []),
      ...(Array.isArray(examples) ? examples : []),
    ];
  });
  if (typesOf(schemas).includes("boolean")) named.push(true, false);
  return [...new Map(named.map((value) => [JSON.stringify(value), value])).values()];
}

/** The choices of a closed list, if it is one. */
export function choicesOf(schemas: readonly JsonSchema[]): unknown[] | undefined {
  const lists = schemas.map(({ enum: choices }) => choices).filter(Array.isArray);
  const constants = schemas.filter((schema) => "const" in schema).map((schema) => schema["const"]);
  const choices = [...lists.flat(), ...constants];
  return choices.length > 0 ? choices : undefined;
}

/** A value to start from: what the schema names, else the emptiest that it takes. */
export function sampleOf(root: unknown, schema: unknown, depth = 0): unknown {
  const schemas = expand(root, schema, 0);
  const [named] = schemas.flatMap((each) => ("default" in each ? [each["default"]] : []));
  const first = named ?? valuesOf(schemas.map(({ type: _, ...rest }) => rest))[0];
  if (first !== undefined) return first;
  switch (typesOf(schemas)[0]) {
    case "string":
      return "";
    case "integer":
    case "number":
      return schemas.map(({ minimum }) => minimum).find((each) => typeof each === "number") ?? 0;
    case "boolean":
      return false;
    case "array": {
      const least = schemas
        .map(({ minItems }) => minItems)
        .find((each) => typeof each === "number");
      const item = schemas.map(({ items }) => items).find(isObject);
      return least && item && depth < DEEPEST ? [sampleOf(root, item, depth + 1)] : [];
    }
    case "object":
      return depth >= DEEPEST
        ? {}
        : Object.fromEntries(
            propertiesOf(schemas)
              .filter(({ isRequired }) => isRequired)
              .map(({ name, schema: inner }) => [name, sampleOf(root, inner, depth + 1)]),
          );
    default:
      return null;
  }
}

/** `string, email`, `array of integer`, `"a" or "b"`. */
export function typeText(root: unknown, schema: unknown): string {
  const schemas = expand(root, schema, 0);
  const choices = choicesOf(schemas);
  if (choices) return choices.map((choice) => JSON.stringify(choice)).join(" or ");
  const types = typesOf(schemas).map((type) => {
    const item = schemas.map(({ items }) => items).find(isObject);
    return type === "array" && item ? `array of ${typeText(root, item)}` : type;
  });
  const format = schemas.map((each) => each["format"]).find((each) => typeof each === "string");
  return [types.join(" or ") || "any value", ...(format ? [format] : [])].join(", ");
}
