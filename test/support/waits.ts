import type { WaitTarget } from "#sdk/wire/wait.ts";
import type { StartedAttempt } from "#worker/services/attempts/started-attempt.ts";
import type { EnvironmentContext } from "#worker/services/context.ts";
import { registerWait } from "#worker/services/waits/register.ts";
import { suspendRuns } from "#worker/services/waits/suspend.ts";
import { insertRun, startRun } from "./runs.ts";

/** An attempt that executes and has come to this wait. */
export async function comeToWait(
  ctx: EnvironmentContext,
  target: WaitTarget,
  step = "run:0",
): Promise<StartedAttempt> {
  const attempt = await startRun(ctx, await insertRun(ctx, "DEQUEUED"));
  await enter(ctx, attempt, target, step);
  return attempt;
}

export function enter(
  ctx: EnvironmentContext,
  { runId }: { runId: string },
  target: WaitTarget,
  step = "run:0",
) {
  const wait = { step, fingerprint: target.kind, target };
  return registerWait(ctx, { runId, epoch: 0, wait });
}

/** The same, and its run is suspended in it. */
export async function waitIn(ctx: EnvironmentContext, target: WaitTarget): Promise<StartedAttempt> {
  const attempt = await comeToWait(ctx, target);
  await suspendRuns(ctx, [attempt]);
  return attempt;
}

export function inADay(ctx: EnvironmentContext): WaitTarget {
  return { kind: "DURATION", until: new Date(ctx.clock().getTime() + 86_400_000) };
}
