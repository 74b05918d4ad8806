import { notFound } from "#worker/domain/errors.ts";
import { authorize } from "../authorize.ts";
import type { EnvironmentContext } from "../context.ts";
import { findReadableRun } from "../runs/find-readable.ts";
import { sealAddress } from "./address.ts";

const PATH = "/api/packets/";

/** Where a payload may be uploaded before its trigger. Returns a path of this installation. */
export function presignUpload(ctx: EnvironmentContext, name: string): string {
  authorize(ctx, "trigger", { type: "tasks" });
  return PATH + sealAddress(ctx, { action: "upload", environmentId: ctx.environment.id, name });
}

/** Where an uploaded payload can be read again. */
export function presignDownload(ctx: EnvironmentContext, name: string): string {
  authorize(ctx, "read", { type: "runs" });
  return PATH + sealAddress(ctx, { action: "download", environmentId: ctx.environment.id, name });
}

/** Where the payload or the output of a run can be read as it was written. Throws NOT_FOUND where there is none. */
export async function presignRunPacket(
  ctx: EnvironmentContext,
  { runId, part }: { runId: string; part: string },
): Promise<string> {
  if (part !== "payload" && part !== "output") throw notFound(`Packet ${part}`);
  const run = await findReadableRun(ctx, runId);
  if (run[part] === null) throw notFound(`The ${part} of run ${runId}`);
  const grant = { environmentId: ctx.environment.id, runId: run.id, part } as const;
  return PATH + sealAddress(ctx, { action: "download", ...grant });
}
