import { setTimeout as sleep } from "node:timers/promises";
import type { StatusProof } from "#sdk/wire/status.ts";
import { friendlyId } from "#worker/domain/ids.ts";
import { authorize } from "../authorize.ts";
import type { EnvironmentContext } from "../context.ts";
import { cancelRun } from "../runs/cancel.ts";
import { triggerRun } from "../runs/trigger.ts";
import { presentProof } from "./present.ts";
import { PROBE_TASK } from "./probe-bundle.ts";
import { ensureProbePlace } from "./probe-place.ts";
import { readNewestProbe } from "./sql.ts";

/** Shorter than the dashboard's patience with an answer. */
const PATIENCE_MS = 8_000;
const LOOK_MS = 20;

/**
 * Sends a run of a built-in task through the whole chain: trigger, queue, admission, a worker, a process of
 * its own, result; and tells what each link took. It runs in a place of its own and shows in nobody's
 * lists. Several that are asked for at once share one run. Needs the right to trigger.
 */
export async function runProbe(
  ctx: EnvironmentContext,
  { patienceMs = PATIENCE_MS }: { patienceMs?: number } = {},
): Promise<StatusProof> {
  authorize(ctx, "trigger", { type: "tasks" });
  const place = await ensureProbePlace(ctx);
  const under = await readNewestProbe(ctx.db.pool, place.environment.id);
  const runId = isUnderWay(under) ? under[0]?.id : await triggerProbe(place);
  const proof = await waitForEnd(place, patienceMs);
  if (proof.state !== "RUNNING" || !runId) return proof;
  await cancelRun(place, friendlyId("run", runId));
  return presentProof(await readNewestProbe(ctx.db.pool, place.environment.id)) ?? proof;
}

function isUnderWay(rows: { finishedAt: Date | null }[]): boolean {
  return rows[0]?.finishedAt === null;
}

async function triggerProbe(place: EnvironmentContext): Promise<string> {
  const { id } = await triggerRun(place, {
    taskId: PROBE_TASK,
    input: {
      payload: { sentAt: place.clock().toISOString() },
      // Whoever asked is gone when this process dies: it must not run much later.
      options: { ttl: "60s", maxDuration: 30 },
    },
  });
  return id;
}

async function waitForEnd(place: EnvironmentContext, patienceMs: number): Promise<StatusProof> {
  const until = performance.now() + patienceMs;
  for (;;) {
    const proof = presentProof(await readNewestProbe(place.db.pool, place.environment.id));
    if (!proof) throw new Error("The probe was just triggered.");
    if (proof.state !== "RUNNING" || performance.now() > until) return proof;
    await sleep(LOOK_MS);
  }
}
