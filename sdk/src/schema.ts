import { toPacket } from "./packet.ts";

/** The part of Standard Schema (https://standardschema.dev) that is needed here; zod, valibot, arktype, yup and others are such. */
export interface StandardSchema<TInput = unknown, TOutput = TInput> {
  readonly "~standard": {
    readonly version: 1;
    readonly vendor: string;
    readonly validate: (
      value: unknown,
    ) => StandardResult<TOutput> | Promise<StandardResult<TOutput>>;
    readonly types?: { readonly input: TInput; readonly output: TOutput } | undefined;
  };
}

type StandardResult<TOutput> =
  | { readonly value: TOutput; readonly issues?: undefined }
  | { readonly issues: readonly StandardIssue[] };

interface StandardIssue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}

/** What `schemaTask` takes: a Standard Schema, a function that parses, or an object that has one. */
export type Schema =
  | StandardSchema
  | ((value: never) => unknown)
  | { parseAsync: (value: never) => Promise<unknown> }
  | { parse: (value: never) => unknown }
  | { validateSync: (value: never) => unknown }
  | { create: (value: never) => unknown }
  | { assert: (value: never) => unknown };

/** What a caller may give. */
export type SchemaInput<T> = T extends { "~standard": { types?: infer Types } }
  ? NonNullable<Types> extends { input: infer TInput }
    ? TInput
    : unknown
  : T extends { _input: infer TInput }
    ? TInput
    : SchemaOutput<T>;

/** What `run` is given. */
export type SchemaOutput<T> = T extends { "~standard": { types?: infer Types } }
  ? NonNullable<Types> extends { output: infer TOutput }
    ? TOutput
    : unknown
  : T extends { _output: infer TOutput }
    ? TOutput
    : T extends (...args: never[]) => infer TOutput
      ? Awaited<TOutput>
      : T extends { parseAsync: (...args: never[]) => infer TOutput }
        ? Awaited<TOutput>
        : T extends { parse: (...args: never[]) => infer TOutput }
          ? TOutput
          : T extends { validateSync: (...args: never[]) => infer TOutput }
            ? TOutput
            : T extends { create: (...args: never[]) => infer TOutput }
              ? TOutput
              : unknown;

/** A payload that its task's schema refuses. A run that gets one fails without a retry. */
export class TaskPayloadParsedError extends Error {
  override readonly name = "TaskPayloadParsedError";

  constructor(cause: unknown) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    super(`Parsing payload with schema failed: ${reason}`, { cause });
  }
}

export type ParsePayload = (payload: unknown) => Promise<unknown>;

/**
 * The function that parses with a schema, whatever library it is of.
 *
 * @throws TypeError for something that is no schema.
 */
export function payloadParser(schema: unknown): ParsePayload {
  const parse = findParse(schema);
  if (!parse) {
    throw new TypeError(
      "This is no schema: give one of a library that knows Standard Schema (zod, valibot, arktype, …), an object " +
        "with parse(), or a function that returns what it accepts and throws for the rest.",
    );
  }
  return async (payload) => {
    try {
      return await parse(payload);
    } catch (cause) {
      throw new TaskPayloadParsedError(cause);
    }
  };
}

/**
 * What a caller sends. The parsed payload, with its defaults; but where parsing that again would give
 * something else (a transform, say), the payload as it was given: the run parses it, once.
 *
 * @throws TaskPayloadParsedError when the schema refuses it.
 */
export async function payloadToSend(parse: ParsePayload, payload: unknown): Promise<unknown> {
  const parsed = await parse(payload);
  try {
    const again = toPacket(await parse(parsed));
    const once = toPacket(parsed);
    return again.data === once.data && again.dataType === once.dataType ? parsed : payload;
  } catch {
    return payload;
  }
}

/**
 * JSON Schema (draft 7) of what a schema accepts, where its library can tell; else undefined.
 */
export function jsonSchemaOf(schema: unknown): object | undefined {
  const standard = member(schema, "~standard");
  const input = member(member(standard, "jsonSchema"), "input");
  const convert = member(schema, "toJsonSchema");
  try {
    const made: unknown =
      typeof input === "function"
        ? input.call(undefined, { target: "draft-07" })
        : typeof convert === "function"
          ? convert.call(schema)
          : undefined;
    return typeof made === "object" && made !== null ? made : undefined;
  } catch {
    // What JSON Schema cannot say, a Date for example.
    return undefined;
  }
}

/** The methods that libraries parse with, in the order in which they are looked for. */
const METHODS = ["parseAsync", "parse", "validateSync", "create", "assert"];

function findParse(schema: unknown): ((payload: unknown) => unknown) | undefined {
  if (isStandard(schema)) return (payload) => validate(schema, payload);
  const isCallable = typeof schema === "function";
  const assert = member(schema, "assert");
  if (isCallable && typeof assert === "function") return (payload) => assert.call(schema, payload);
  if (isCallable) return (payload) => schema(payload);
  for (const name of METHODS) {
    const method = member(schema, name);
    if (typeof method !== "function") continue;
    // `assert` returns nothing: what it lets pass is the payload.
    return (payload) =>
      name === "assert" ? (method.call(schema, payload) ?? payload) : method.call(schema, payload);
  }
  return undefined;
}

async function validate(schema: StandardSchema, payload: unknown): Promise<unknown> {
  const result = await schema["~standard"].validate(payload);
  if (result.issues) throw new Error(result.issues.map(describeIssue).join("; "));
  return result.value;
}

function describeIssue({ message, path = [] }: StandardIssue): string {
  const names = path.map((part) => String(typeof part === "object" ? part.key : part));
  return names.length > 0 ? `${names.join(".")}: ${message}` : message;
}

function isStandard(schema: unknown): schema is StandardSchema {
  return typeof member(member(schema, "~standard"), "validate") === "function";
}

function member(value: unknown, name: string): unknown {
  const hasMembers = (typeof value === "object" && value !== null) || typeof value === "function";
  return hasMembers ? Reflect.get(value, name) : undefined;
}
