import type { Waitpoint } from "#prisma/generated/client.ts";
import type { WaitpointDetail, WaitpointObject } from "#sdk/wire/waitpoint.ts";
import { friendlyId } from "#worker/domain/ids.ts";
import type { ServiceContext } from "../context.ts";
import { callbackPath } from "./callback.ts";

/** `url` is a path of this installation: who presents it knows where that is. */
export function presentWaitpoint(ctx: ServiceContext, row: Waitpoint): WaitpointObject {
  const { id, status, tags, createdAt, completedAt, timeoutAt } = row;
  const { idempotencyKey, idempotencyExpiresAt } = row;
  return {
    id: friendlyId("waitpoint", id),
    url: callbackPath(ctx, id),
    status,
    tags,
    createdAt: createdAt.toISOString(),
    ...(completedAt && { completedAt: completedAt.toISOString() }),
    ...(timeoutAt && { timeoutAt: timeoutAt.toISOString() }),
    ...(idempotencyKey !== null && { idempotencyKey }),
    ...(idempotencyExpiresAt && { idempotencyKeyExpiresAt: idempotencyExpiresAt.toISOString() }),
  };
}

export function presentWaitpointDetail(ctx: ServiceContext, row: Waitpoint): WaitpointDetail {
  return { ...presentWaitpoint(ctx, row), ...outputOf(row) };
}

function outputOf({ status, output, timeoutAt }: Waitpoint): Partial<WaitpointDetail> {
  if (status === "TIMED_OUT") {
    return {
      output: JSON.stringify({
        code: "TRIGGER_WAITPOINT_TIMEOUT",
        message: timeoutMessage(timeoutAt),
      }),
      outputType: "application/json",
      outputIsError: true,
    };
  }
  return output === null ? {} : { output, outputType: "application/json" };
}

/** What the code that waits for it is told. */
export function timeoutMessage(timeoutAt: Date | null): string {
  return `Waitpoint timed out at ${timeoutAt?.toISOString() ?? "its timeout"}`;
}
