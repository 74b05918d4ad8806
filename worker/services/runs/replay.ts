import type { Run } from "#prisma/generated/client.ts";
import { notFound } from "#worker/domain/errors.ts";
import { parseFriendlyId } from "#worker/domain/ids.ts";
import { authorize } from "../authorize.ts";
import type { EnvironmentContext } from "../context.ts";
import type { TriggerRequest } from "./prepare-run.ts";
import { type ReplayInput, triggerInput } from "./schemas.ts";
import { type TriggeredRun, triggerRun } from "./trigger.ts";

/** A new run of the same task with the same payload, in the version that is current now. */
export async function replayRun(
  ctx: EnvironmentContext,
  runId: string,
  changes: ReplayInput = {},
): Promise<TriggeredRun> {
  const id = parseFriendlyId("run", runId);
  const run = id
    ? await ctx.db.prisma.run.findFirst({ where: { id, environmentId: ctx.environment.id } })
    : null;
  if (!run) throw notFound(`Run ${runId}`);
  authorize(ctx, "write", { type: "runs", id: runId }, { type: "tasks", id: run.taskSlug });
  return triggerRun(ctx, replayRequest(run, changes));
}

/**
 * What the caller names takes the place of what the run had; the rest of its payload and options is
 * kept. What made the first run special in time (delay, key, priority, attempts) does not repeat.
 */
export function replayRequest(
  run: Run,
  { payload, payloadType, queue, version, ...changes }: ReplayInput = {},
): TriggerRequest {
  const input = triggerInput.parse({
    payload: payload ?? run.payload ?? undefined,
    options: {
      payloadType: payload !== undefined ? payloadType : packetType(run),
      queue: { name: queue ?? run.queueName },
      concurrencyKey: run.concurrencyKey || undefined,
      tags: run.tags,
      metadata: run.metadata ?? undefined,
      machine: run.machine ?? undefined,
      test: run.isTest,
      lockToVersion: version,
      ...changes,
    },
  });
  return { taskId: run.taskSlug, input, replayedFromRunId: run.id };
}

/** Without a payload there is nothing to have a type. */
function packetType({ payload, payloadType }: { payload: string | null; payloadType: string }) {
  return payload === null ? undefined : payloadType;
}
