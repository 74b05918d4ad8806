import { notFound } from "#worker/domain/errors.ts";
import { parseFriendlyId } from "#worker/domain/ids.ts";
import type { WaitReasonView } from "#worker/domain/views.ts";
import { waitBlockers } from "#worker/domain/wait-reason.ts";
import { waitSentence } from "#worker/domain/wait-sentence.ts";
import { authorize } from "../authorize.ts";
import type { EnvironmentContext } from "../context.ts";
import { readTargets } from "./find-readable.ts";
import { readWaitFacts } from "./waiting/facts.ts";

/** Why the run does not execute now: everything that holds it, the first thing first. Throws NOT_FOUND. */
export async function whyWaiting(ctx: EnvironmentContext, runId: string): Promise<WaitReasonView> {
  const id = parseFriendlyId("run", runId);
  const now = ctx.clock();
  const environmentId = ctx.environment.id;
  const reading = id ? await readWaitFacts(ctx.db.pool, { environmentId, runId: id, now }) : null;
  if (!reading) throw notFound(`Run ${runId}`);
  const { facts, tags, batchId, since, expiresAt } = reading;
  authorize(ctx, "read", ...readTargets(runId, { taskSlug: facts.task, tags, batchId }));
  const blockers = waitBlockers(facts, now);
  const [first] = blockers;
  return {
    runId,
    status: facts.status,
    since: since.toISOString(),
    summary: first ? waitSentence(first, inUtc) : "",
    blockers,
    ...(expiresAt && blockers.length > 0 && { expiresAt: expiresAt.toISOString() }),
  };
}

function inUtc(iso: string): string {
  return `${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC`;
}
