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
