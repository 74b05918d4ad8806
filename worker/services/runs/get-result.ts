import type { TaskRunError } from "#sdk/wire/errors.ts";
import { notFound } from "#worker/domain/errors.ts";
import { isFinal } from "#worker/domain/run-status.ts";
import type { EnvironmentContext } from "../context.ts";
import { findReadableRun } from "./find-readable.ts";
import { storedError } from "./present.ts";

/** How a run ended, its output as it was written. */
export type RunResultObject =
  | { ok: true; id: string; taskIdentifier: string; outputType: string; output?: string }
  | { ok: false; id: string; taskIdentifier: string; error: TaskRunError };

/** Throws NOT_FOUND while the run is unfinished: there is no result yet. */
export async function getRunResult(
  ctx: EnvironmentContext,
  runId: string,
): Promise<RunResultObject> {
  const run = await findReadableRun(ctx, runId);
  if (!isFinal(run.status)) throw notFound(`The result of run ${runId}, which is not finished,`);
  const common = { id: runId, taskIdentifier: run.taskSlug };
  if (run.status !== "COMPLETED") return { ok: false, ...common, error: errorOfEnd(run) };
  const { output, outputType } = run;
  return {
    ok: true,
    ...common,
    outputType: outputType ?? "application/json",
    ...(output !== null && { output }),
  };
}

/** A run that was canceled or expired has no error of its own. */
export function errorOfEnd({ error, status }: { error: unknown; status: string }): TaskRunError {
  if (error) return storedError(error);
  return status === "CANCELED"
    ? { type: "INTERNAL_ERROR", code: "TASK_RUN_CANCELLED", message: "The run was canceled." }
    : { type: "INTERNAL_ERROR", code: "TASK_RUN_EXPIRED", message: "The run expired." };
}
