import { fromPacket } from "./packet.ts";
import type { TaskRunError } from "./wire/errors.ts";
import type { RunOutcome } from "./wire/wait.ts";

/** How a run that was waited for has ended. Its failure is a value, not an exception. */
export type TaskRunResult<TIdentifier extends string = string, TOutput = unknown> =
  | { ok: true; id: string; taskIdentifier: TIdentifier; output: TOutput }
  | {
      ok: false;
      id: string;
      taskIdentifier: TIdentifier;
      /** An `Error` with the child's name, message and stack; whatever it threw, if that was no error. */
      error: unknown;
    };

/** What `unwrap()` throws for a child that failed; `cause` is the child's own error. */
export class SubtaskUnwrapError extends Error {
  override readonly name = "SubtaskUnwrapError";
  readonly taskId: string;
  readonly runId: string;

  constructor(taskId: string, runId: string, subtaskError: unknown) {
    const reason = subtaskError instanceof Error ? subtaskError.message : String(subtaskError);
    super(`Run ${runId} of task ${taskId} failed: ${reason}`, { cause: subtaskError });
    this.taskId = taskId;
    this.runId = runId;
  }
}

/** Resolves to the result of a run that is waited for; `unwrap()` to its output. */
export class TaskRunPromise<TIdentifier extends string, TOutput> extends Promise<
  TaskRunResult<TIdentifier, TOutput>
> {
  /** What is derived from it is an ordinary promise. */
  static override get [Symbol.species](): PromiseConstructor {
    return Promise;
  }

  /** @throws SubtaskUnwrapError when the child has failed. */
  async unwrap(): Promise<TOutput> {
    const result = await this;
    if (result.ok) return result.output;
    throw new SubtaskUnwrapError(result.taskIdentifier, result.id, result.error);
  }
}

/** The types are the child task's own; what comes over the wire is what its code returned. */
export function toTaskRunResult<TIdentifier extends string, TOutput>(
  outcome: RunOutcome,
): TaskRunResult<TIdentifier, TOutput> {
  const { id, taskId } = outcome;
  const taskIdentifier = taskId as TIdentifier;
  if (!outcome.ok) return { ok: false, id, taskIdentifier, error: toError(outcome.error) };
  const output = fromPacket({ data: outcome.output, dataType: outcome.outputType }) as TOutput;
  return { ok: true, id, taskIdentifier, output };
}

function toError(error: TaskRunError): unknown {
  switch (error.type) {
    case "BUILT_IN_ERROR":
      return withStack(error.message, error.name, error.stackTrace);
    case "STRING_ERROR":
      return error.raw;
    case "CUSTOM_ERROR":
      return parse(error.raw);
    case "INTERNAL_ERROR":
      return withStack(error.message ?? error.code, error.code, error.stackTrace);
  }
}

function withStack(message: string, name: string, stack: string | undefined): Error {
  const error = new Error(message);
  error.name = name;
  if (stack) error.stack = stack;
  return error;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
