import type { PacketType } from "#sdk/wire/packet-type.ts";
import type { RunOutcome, TokenOutcome, WaitResult } from "#sdk/wire/wait.ts";
import { abortReason } from "#worker/domain/batch-status.ts";
import { friendlyId } from "#worker/domain/ids.ts";
import type { ServiceContext } from "../context.ts";
import { errorOfEnd } from "../runs/get-result.ts";
import { timeoutMessage } from "../waitpoints/present.ts";

export interface WaitPlace {
  runId: string;
  epoch: number;
  steps: string[];
}

export interface StepResult {
  step: string;
  result: WaitResult;
}

/** What those of the steps are over with that are over. */
export async function readWaitResults(
  ctx: ServiceContext,
  { runId, epoch, steps }: WaitPlace,
): Promise<StepResult[]> {
  const { rows } = await ctx.db.pool.query<OverWait>({
    name: "read-wait-results",
    text: READ_OVER,
    values: [runId, epoch, steps, ctx.clock()],
  });
  return Promise.all(
    rows.map(async (wait) => ({ step: wait.step, result: await readResult(ctx, wait) })),
  );
}

interface OverWait {
  step: string;
  kind: WaitResult["kind"];
  waitsFor: string | null;
  /** Of a token that is still kept. */
  tokenStatus: "WAITING" | "COMPLETED" | "TIMED_OUT" | null;
  tokenOutput: string | null;
  timeoutAt: Date | null;
}

/** Tokens come along: somebody waits for what they were completed with. */
const READ_OVER = `
  SELECT w.step, w.kind, w.waits_for AS "waitsFor",
    token.status AS "tokenStatus", token.output AS "tokenOutput", token.timeout_at AS "timeoutAt"
  FROM run_wait AS w LEFT JOIN waitpoint AS token ON w.kind = 'TOKEN' AND token.id = w.waits_for
  WHERE w.run_id = $1 AND w.epoch = $2 AND w.step = ANY($3::text[])
    AND (w.resolved_at IS NOT NULL OR w.due_at <= $4)`;

async function readResult(ctx: ServiceContext, wait: OverWait): Promise<WaitResult> {
  const { kind, waitsFor: id } = wait;
  switch (kind) {
    case "DURATION":
      return { kind };
    case "RUN":
      return { kind, run: await readRunOutcome(ctx, id ?? "") };
    case "BATCH":
      return { kind, runs: await readBatchOutcomes(ctx, id ?? "") };
    case "TOKEN":
      return { kind, ...tokenOutcome(wait) };
  }
}

const OUTCOME = {
  id: true,
  taskSlug: true,
  status: true,
  output: true,
  outputType: true,
  error: true,
  batchIndex: true,
} as const;

async function readRunOutcome(ctx: ServiceContext, id: string): Promise<RunOutcome> {
  const run = await ctx.db.prisma.run.findUnique({ where: { id }, select: OUTCOME });
  return run ? toOutcome(run) : removed(id);
}

function tokenOutcome({ tokenStatus, tokenOutput, timeoutAt }: OverWait): TokenOutcome {
  if (tokenStatus !== "COMPLETED") return { ok: false, message: timeoutMessage(timeoutAt) };
  return { ok: true, output: tokenOutput ?? undefined, outputType: "application/json" };
}

/** In the order of the items. One that became no run is a failure with the reason. */
async function readBatchOutcomes(ctx: ServiceContext, batchId: string): Promise<RunOutcome[]> {
  const { prisma } = ctx.db;
  const [batch, runs, exceptions] = await Promise.all([
    prisma.batch.findUnique({ where: { id: batchId } }),
    prisma.run.findMany({ where: { batchId }, select: OUTCOME }),
    prisma.batchException.findMany({ where: { batchId } }),
  ]);
  const items = [
    ...runs.map((run) => ({ index: run.batchIndex ?? 0, outcome: toOutcome(run) })),
    ...(await Promise.all(
      exceptions.map(async ({ index, taskSlug, runId, error }) => ({
        index,
        outcome: runId ? await readRunOutcome(ctx, runId) : refused(taskSlug, error),
      })),
    )),
  ];
  const all = batch?.abortedAt ? [...items, ...missing(batch.runCount, items)] : items;
  return all.sort((a, b) => a.index - b.index).map(({ outcome }) => outcome);
}

/** The places of a batch that was given up whose items never came: nobody knows of which tasks. */
function missing(runCount: number, items: { index: number }[]) {
  const taken = new Set(items.map(({ index }) => index));
  const reason = abortReason({ arrived: taken.size, expected: runCount });
  return Array.from({ length: runCount }, (_, index) => ({
    index,
    outcome: refused("", reason),
  })).filter(({ index }) => !taken.has(index));
}

interface OutcomeRow {
  id: string;
  taskSlug: string;
  status: string;
  output: string | null;
  outputType: string | null;
  error: unknown;
}

function toOutcome(run: OutcomeRow): RunOutcome {
  const common = { id: friendlyId("run", run.id), taskId: run.taskSlug };
  if (run.status !== "COMPLETED") return { ok: false, ...common, error: errorOfEnd(run) };
  return {
    ok: true,
    ...common,
    output: run.output ?? undefined,
    outputType: packetType(run.outputType),
  };
}

/** Written by the runner that had the run. */
function packetType(value: string | null): PacketType {
  return (value ?? "application/json") as PacketType;
}

function refused(taskId: string, reason: string | null): RunOutcome {
  const message = `The run was not triggered: ${reason ?? "its item was refused"}`;
  return { ok: false, id: "", taskId, error: { type: "STRING_ERROR", raw: message } };
}

function removed(id: string): RunOutcome {
  const message = "The run is no longer kept, and its result with it.";
  const error = { type: "STRING_ERROR", raw: message } as const;
  return { ok: false, id: friendlyId("run", id), taskId: "", error };
}
