import type { RequestOptions } from "./client/configuration.ts";
import { UnprocessableEntityError } from "./client/errors.ts";
import { callApi } from "./client/transport.ts";
import { currentAttempt } from "./current-attempt.ts";
import { logger } from "./logger.ts";

/**
 * Adds tags to the run that is executing: at most 10 in all, each of at most 128 characters. Tags over
 * the limit are not worth failing a run for: they are logged and left out. Outside of a run it does
 * nothing. `ctx.run.tags` stays as it was when the attempt started.
 *
 * Source: sdk-facts §1.12.
 *
 * @throws ApiError when the server cannot be reached.
 */
async function add(tags: string | string[], requestOptions?: RequestOptions): Promise<void> {
  const runId = currentAttempt()?.ctx.run.id;
  if (runId === undefined) return;
  const path = `/api/v1/runs/${encodeURIComponent(runId)}/tags`;
  try {
    await callApi({ method: "POST", path, body: { tags } }, requestOptions);
  } catch (error) {
    if (!(error instanceof UnprocessableEntityError)) throw error;
    logger.error("The tags were not added", { tags, reason: error.message });
  }
}

export const tags = { add };
