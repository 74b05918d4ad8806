import type { PacketType } from "#sdk/wire/packet-type.ts";
import type { RunOutcome, TokenOutcome, WaitResult } from "#sdk/wire/wait.ts";
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
  const waits = await ctx.db.prisma.runWait.findMany({
    where: { runId, epoch, step: { in: steps } },
  });
  const now = ctx.clock();
  const over = waits.filter((wait) => wait.resolvedAt || (wait.dueAt && wait.dueAt <= now));
  return Promise.all(
    over.map(async ({ step, kind, waitsFor }) => ({
      step,
      result: await readResult(ctx, kind, waitsFor ?? ""),
    })),
  );
}

async function readResult(
  ctx: ServiceContext,
  kind: WaitResult["kind"],
  id: string,
): Promise<WaitResult> {
  switch (kind) {
    case "DURATION":
      return { kind };
    case "RUN":
      return { kind, run: await readRunOutcome(ctx, id) };
    case "BATCH":
      return { kind, runs: await readBatchOutcomes(ctx, id) };
    case "TOKEN":
      return { kind, ...(await readTokenOutcome(ctx, id)) };
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

async function readTokenOutcome(ctx: ServiceContext, id: string): Promise<TokenOutcome> {
  const token = await ctx.db.prisma.waitpoint.findUnique({ where: { id } });
  if (token?.status !== "COMPLETED") {
    return { ok: false, message: timeoutMessage(token?.timeoutAt ?? null) };
  }
  return { ok: true, output: token.output ?? undefined, outputType: "application/json" };
}

/** In the order of the items. One that became no run is a failure with the reason. */
async function readBatchOutcomes(ctx: ServiceContext, batchId: string): Promise<RunOutcome[]> {
  const { prisma } = ctx.db;
  const [runs, exceptions] = await Promise.all([
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
  return items.sort((a, b) => a.index - b.index).map(({ outcome }) => outcome);
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
