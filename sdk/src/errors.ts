/**
 * Throw it from a task to fail the run at once: no retry, whatever the retry options say.
 * Recognised by its `name`, so that one thrown by another copy of the SDK counts too.
 *
 * Source: lifecycle §3; the same class exists in Trigger.dev v4.
 */
export class AbortTaskRunError extends Error {
  override readonly name = "AbortTaskRunError";
}

/**
 * Thrown by every call to the API when no key is known. The message says what to set.
 * It is no `ApiError`: no request was made.
 */
export class ApiClientMissingError extends Error {
  override readonly name = "ApiClientMissingError";

  constructor() {
    super(
      "No secret key: set TRIGGER_SECRET_KEY in the environment of this process, or call " +
        'configure({ secretKey: "tr_…" }) before the first trigger. ' +
        "The key of each environment stands in the dashboard under API keys.",
    );
  }
}

/**
 * Throw it from a task that sees that its memory will not do: the attempt ends as if the process had run out
 * of memory, and the next one gets the machine of `retry.outOfMemory.machine`.
 *
 * Source: sdk-facts §1.15, lifecycle §7.
 */
export class OutOfMemoryError extends Error {
  override readonly name = "OutOfMemoryError";

  constructor(message = "The task said that its memory is not enough.") {
    super(message);
  }
}

/**
 * Throw it from anywhere inside `run` to end the run successfully with this output.
 *
 * Source: sdk-facts §1.15.
 */
export class CompleteTaskWithOutput extends Error {
  override readonly name = "CompleteTaskWithOutput";
  readonly output: unknown;

  constructor(output?: unknown) {
    super("The run was completed with an output.");
    this.output = output;
  }
}
