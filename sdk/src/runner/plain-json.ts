import { clamp, MAX_LOG_CHARS } from "./clamp.ts";

const MAX_DEPTH = 10;
const MAX_KEYS = 256;

/**
 * A copy that holds nothing but JSON, and so can be sent and stored whatever the author logged:
 * functions, circular references and getters that throw are described in words.
 */
export function plainJson(value: unknown, parents: readonly object[] = []): unknown {
  switch (typeof value) {
    case "string":
      return clamp(value, MAX_LOG_CHARS);
    case "number":
      return Number.isFinite(value) ? value : String(value);
    case "boolean":
      return value;
    case "object":
      return value === null ? null : plainObject(value, parents);
    case "bigint":
    case "symbol":
      return String(value);
    case "function":
      return `[Function: ${value.name || "anonymous"}]`;
    default:
      return undefined;
  }
}

function plainObject(value: object, parents: readonly object[]): unknown {
  if (parents.includes(value)) return "[Circular]";
  if (parents.length >= MAX_DEPTH) return "[Object]";
  const path = [...parents, value];
  if (value instanceof Date)
    return Number.isNaN(value.getTime()) ? String(value) : value.toISOString();
  if (value instanceof Error)
    return { name: value.name, message: value.message, stack: value.stack };
  if (value instanceof Map)
    return plainEntries(
      [...value].map(([k, v]) => [String(k), v]),
      path,
    );
  if (value instanceof Set) return plainJson([...value], path);
  if (Array.isArray(value)) return value.slice(0, MAX_KEYS).map((item) => plainJson(item, path));
  if (value instanceof URL || value instanceof RegExp) return String(value);
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer)
    return `[${value.byteLength} bytes]`;
  return plainEntries(readableEntries(value), path);
}

function plainEntries(entries: [string, unknown][], path: readonly object[]): object {
  const plain = entries.slice(0, MAX_KEYS).map(([key, value]) => [key, plainJson(value, path)]);
  return Object.fromEntries(plain);
}

function readableEntries(value: object): [string, unknown][] {
  return Object.keys(value).map((key): [string, unknown] => {
    try {
      return [key, Reflect.get(value, key)];
    } catch (error) {
      return [key, `[Threw: ${String(error)}]`];
    }
  });
}

/** The attributes of a log or span, or undefined where there are none. */
export function plainAttributes(
  attributes: object | undefined,
): Record<string, unknown> | undefined {
  if (typeof attributes !== "object" || attributes === null) return undefined;
  const entries = readableEntries(attributes).slice(0, MAX_KEYS);
  return Object.fromEntries(entries.map(([key, value]) => [key, plainJson(value, [attributes])]));
}
