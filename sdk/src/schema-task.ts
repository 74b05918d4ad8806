import type { Schema, SchemaInput, SchemaOutput } from "./schema.ts";
import { jsonSchemaOf, payloadParser } from "./schema.ts";
import type { Task } from "./task.ts";
import { declareTask } from "./task.ts";
import type { TaskOptions } from "./task-options.ts";

/** What `schemaTask()` takes: all that `task()` takes, and the schema of the payload. */
export interface SchemaTaskOptions<
  TIdentifier extends string,
  TSchema extends Schema,
  TOutput = unknown,
  TInit = unknown,
  THookOutput = TOutput,
> extends TaskOptions<
    TIdentifier,
    SchemaOutput<TSchema>,
    TOutput,
    TInit,
    SchemaOutput<TSchema>,
    THookOutput
  > {
  schema: TSchema;
}

/**
 * Declares a task whose payload is checked: when it is triggered through the task itself, and before each
 * attempt. `run` and the hooks are given what the schema makes of it. A payload that it refuses is thrown
 * by `trigger` as a TaskPayloadParsedError, and fails a run without hooks and without a retry.
 *
 * Source: sdk-facts §1.1, lifecycle §2.
 *
 * @throws TypeError without an id, a run function or a schema.
 */
export function schemaTask<
  const TIdentifier extends string,
  TSchema extends Schema,
  TOutput = unknown,
  TInit = unknown,
  THookOutput = TOutput,
>(
  options: SchemaTaskOptions<TIdentifier, TSchema, TOutput, TInit, THookOutput>,
): Task<TIdentifier, SchemaInput<TSchema>, TOutput> {
  const { schema, ...others } = options;
  const parsePayload = payloadParser(schema);
  const jsonSchema = others.jsonSchema ?? jsonSchemaOf(schema);
  return declareTask({ ...others, jsonSchema }, { schema, parsePayload });
}
