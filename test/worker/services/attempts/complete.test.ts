import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import {
  completeAttempt,
  readAttempts,
  readHistory,
  readRun,
  startRun,
  startRuns,
  succeeded,
  threw,
  trigger,
} from "#test/support/runs.ts";
import { createWorkspace, deployTasks } from "#test/support/workspace.ts";
import { completeAttempts, type EndedAttempt } from "#worker/services/attempts/complete.ts";
import type { StartedAttempt } from "#worker/services/attempts/started-attempt.ts";
import type { EnvironmentContext } from "#worker/services/context.ts";
import { cancelRun } from "#worker/services/runs/cancel.ts";

const database = useDatabase();
type End = EndedAttempt["end"];

interface Started {
  ctx: EnvironmentContext;
  attempt: StartedAttempt;
  runId: string;
  friendlyId: string;
}

async function started(maxAttempts = 3): Promise<Started> {
  const workspace = await createWorkspace(database.db);
  await deployTasks(workspace, [
    { id: "hello", retry: { maxAttempts, randomize: false, minTimeoutInMs: 5_000 } },
  ]);
  const { ctx } = workspace;
  const run = await trigger(ctx, "hello");
  const attempt = await startRun(ctx, run.id);
  return { ctx, attempt, runId: run.id, friendlyId: run.friendlyId };
}

const died: End = {
  kind: "PROCESS_DIED",
  error: { type: "INTERNAL_ERROR", code: "TASK_PROCESS_SIGNALLED", message: "SIGKILL" },
};
const timedOut: End = {
  kind: "TIMED_OUT",
  error: { type: "INTERNAL_ERROR", code: "MAX_DURATION_EXCEEDED", message: "5 seconds" },
};
const unusable: End = {
  kind: "SYSTEM_FAILURE",
  error: { type: "INTERNAL_ERROR", code: "DEPLOYMENT_UNUSABLE", message: "No entry" },
};

describe("an attempt that decides its run", () => {
  it.each([
    ["COMPLETED", succeeded('{"a":1}'), "COMPLETED"],
    ["FAILED", threw("No"), "FAILED"],
    ["CRASHED", died, "CRASHED"],
    ["TIMED_OUT", timedOut, "TIMED_OUT"],
    ["SYSTEM_FAILURE", unusable, "CRASHED"],
  ] as const)("ends it as %s", async (status, end, attemptStatus) => {
    const { ctx, attempt, runId } = await started(1);
    expect(await completeAttempt(ctx, attempt, end, 12.4)).toEqual({
      isAccepted: true,
      retryAt: undefined,
    });
    const isSuccess = status === "COMPLETED";
    const error = isSuccess ? null : expect.objectContaining({ type: expect.any(String) });
    expect(await readRun(ctx, runId)).toMatchObject({
      status,
      attemptNumber: 1,
      finishedAt: expect.any(Date),
      durationMs: 12,
      output: isSuccess ? '{"a":1}' : null,
      outputType: isSuccess ? "application/json" : null,
      error,
    });
    expect(await readAttempts(ctx, runId)).toMatchObject([
      { status: attemptStatus, finishedAt: expect.any(Date), error },
    ]);
    expect(await readHistory(ctx, runId)).toEqual([["DEQUEUED"], ["EXECUTING"], [status]]);
  });

  it("keeps an output without the one character that Postgres refuses", async () => {
    const { ctx, attempt, runId } = await started();
    await completeAttempt(ctx, attempt, succeeded("a\0b"));
    expect((await readRun(ctx, runId)).output).toBe("ab");
  });

  it("keeps an error with characters that Postgres refuses", async () => {
    const { ctx, attempt, runId } = await started(1);
    await completeAttempt(ctx, attempt, threw("half an emoji: \ud83d, a NUL: \0"));
    expect(await readRun(ctx, runId)).toMatchObject({
      status: "FAILED",
      error: { message: "half an emoji: \ufffd, a NUL: " },
    });
  });
});

describe("an attempt that is followed by another", () => {
  it("queues the run for the moment that the runner asked for", async () => {
    const { ctx, attempt, runId } = await started();
    const { isAccepted, retryAt } = await completeAttempt(
      ctx,
      attempt,
      threw("Not yet", { delayMs: 60_000 }),
    );
    expect(isAccepted).toBe(true);
    const run = await readRun(ctx, runId);
    expect(run).toMatchObject({ status: "QUEUED", attemptNumber: 1, queueOrder: retryAt });
    expect(run.queueOrder.getTime() - run.queuedAt.getTime()).toBe(60_000);
    expect(run.finishedAt).toBeNull();
    expect((await readHistory(ctx, runId)).at(-1)).toEqual(["QUEUED", "Attempt 1 of 3 failed"]);
    expect(await readAttempts(ctx, runId)).toMatchObject([
      { status: "FAILED", error: { message: "Not yet" } },
    ]);
  });

  it("queues a run whose process died by the task's own rules", async () => {
    const { ctx, attempt, runId } = await started();
    const { retryAt } = await completeAttempt(ctx, attempt, died);
    const run = await readRun(ctx, runId);
    expect(run.queueOrder).toEqual(retryAt);
    expect(run.queueOrder.getTime() - run.queuedAt.getTime()).toBe(5_000);
    expect(await readAttempts(ctx, runId)).toMatchObject([{ status: "CRASHED" }]);
  });

  it("adds the executing times of all attempts up", async () => {
    const { ctx, attempt, runId } = await started();
    await completeAttempt(ctx, attempt, threw("Again", { delayMs: 0 }), 100);
    await completeAttempt(ctx, await startRun(ctx, runId), succeeded(), 50);
    expect(await readRun(ctx, runId)).toMatchObject({
      status: "COMPLETED",
      attemptNumber: 2,
      durationMs: 150,
    });
  });

  it("fails the run when its attempts are used up", async () => {
    const { ctx, attempt, runId } = await started(2);
    await completeAttempt(ctx, attempt, threw("1", { delayMs: 0 }));
    await completeAttempt(ctx, await startRun(ctx, runId), threw("2", { delayMs: 0 }));
    expect(await readRun(ctx, runId)).toMatchObject({ status: "FAILED", error: { message: "2" } });
    expect(await readAttempts(ctx, runId)).toMatchObject([
      { number: 1, status: "FAILED" },
      { number: 2, status: "FAILED" },
    ]);
  });
});

describe("an attempt that is handed back", () => {
  it("costs none, and the run has its place in line as before", async () => {
    const { ctx, attempt, runId } = await started(1);
    const { queueOrder } = await readRun(ctx, runId);
    const end: End = { kind: "HANDED_BACK", reason: "The worker stopped" };
    const { retryAt } = await completeAttempt(ctx, attempt, end);
    const run = await readRun(ctx, runId);
    expect(run).toMatchObject({ status: "QUEUED", attemptNumber: 0, queueOrder });
    expect(run.queuedAt).toEqual(retryAt);
    expect((await readHistory(ctx, runId)).at(-1)).toEqual(["QUEUED", "The worker stopped"]);
    expect(await readAttempts(ctx, runId)).toMatchObject([{ status: "CANCELED", error: null }]);
    await completeAttempt(ctx, await startRun(ctx, runId), succeeded());
    expect(await readRun(ctx, runId)).toMatchObject({ status: "COMPLETED", attemptNumber: 1 });
  });
});

describe("a start that a rate limit counts", () => {
  it("is given back when none of the code had its turn", async () => {
    const { ctx, attempt, runId } = await started();
    const environmentId = ctx.environment.id;
    const rate = { rateLimit: 1, ratePeriodMs: 60_000, rateScope: "QUEUE" } as const;
    await ctx.db.prisma.queue.updateMany({ where: { environmentId }, data: rate });
    const used = async () =>
      (await ctx.db.prisma.rateWindow.findMany({ where: { environmentId } })).reduce(
        (sum, row) => sum + row.used,
        0,
      );
    const end: End = { kind: "HANDED_BACK", reason: "No place" };
    await completeAttempt(ctx, attempt, end);
    expect(await used()).toBe(0);
    await completeAttempt(ctx, await startRun(ctx, runId), { ...end, hasNotBegun: true });
    expect(await used()).toBe(0);
    await completeAttempt(ctx, await startRun(ctx, runId), end);
    expect(await used()).toBe(1);
  });
});

describe("an attempt whose run went on without it", () => {
  it("is closed and changes nothing of a canceled run", async () => {
    const { ctx, attempt, runId, friendlyId } = await started();
    await cancelRun(ctx, friendlyId);
    const before = await readRun(ctx, runId);
    expect(await completeAttempt(ctx, attempt, succeeded('"late"'))).toEqual({
      isAccepted: false,
      retryAt: undefined,
    });
    expect(await readRun(ctx, runId)).toEqual(before);
    expect(await readAttempts(ctx, runId)).toMatchObject([
      { status: "CANCELED", finishedAt: expect.any(Date), lateOutput: '"late"' },
    ]);
  });

  it("keeps what the runner reports beside the cancelation", async () => {
    const { ctx, attempt, runId, friendlyId } = await started();
    await cancelRun(ctx, friendlyId);
    await completeAttempt(ctx, attempt, {
      kind: "RESULT",
      result: {
        ok: false,
        error: { type: "INTERNAL_ERROR", code: "TASK_RUN_CANCELLED" },
        lateOutput: { output: '"late\0"', outputType: "application/json" },
      },
    });
    expect(await readAttempts(ctx, runId)).toMatchObject([
      { status: "CANCELED", lateOutput: '"late"' },
    ]);
    expect((await readRun(ctx, runId)).output).toBeNull();
  });

  it("has no late output when it returned nothing or died", async () => {
    for (const end of [threw("No"), died, succeeded()]) {
      const { ctx, attempt, runId, friendlyId } = await started();
      await cancelRun(ctx, friendlyId);
      await completeAttempt(ctx, attempt, end);
      expect(await readAttempts(ctx, runId)).toMatchObject([
        { status: "CANCELED", lateOutput: null },
      ]);
    }
  });

  it("is refused by the fence when another attempt executes", async () => {
    const { ctx, attempt, runId } = await started();
    await completeAttempt(ctx, attempt, threw("Lost", { delayMs: 0 }));
    const second = await startRun(ctx, runId);
    expect(await completeAttempt(ctx, attempt, succeeded('"late"'))).toMatchObject({
      isAccepted: false,
    });
    expect(await readRun(ctx, runId)).toMatchObject({ status: "EXECUTING", attemptNumber: 2 });
    expect(await readAttempts(ctx, runId)).toMatchObject([
      { number: 1, status: "FAILED" },
      { number: 2, status: "EXECUTING", id: second.id },
    ]);
  });
});

describe("completing many", () => {
  it("is repeated without harm after an answer was lost", async () => {
    const { ctx, attempt, runId } = await started();
    await completeAttempt(ctx, attempt, succeeded("1"));
    const before = await readRun(ctx, runId);
    expect(await completeAttempt(ctx, attempt, succeeded("2"))).toMatchObject({
      isAccepted: false,
    });
    expect(await readRun(ctx, runId)).toEqual(before);
    expect(await readHistory(ctx, runId)).toHaveLength(3);
  });

  it("lets one of two concurrent answers win", async () => {
    const { ctx, attempt, runId } = await started();
    const answers = await Promise.all([
      completeAttempt(ctx, attempt, succeeded("1")),
      completeAttempt(ctx, attempt, threw("No")),
    ]);
    expect(answers.filter((answer) => answer.isAccepted)).toHaveLength(1);
    expect(await readHistory(ctx, runId)).toHaveLength(3);
  });

  it("decides for each by itself and answers in order", async () => {
    const { ctx } = await started();
    const runs = await Promise.all([1, 2, 3].map(() => trigger(ctx, "hello")));
    const { attempts } = await startRuns(
      ctx,
      runs.map((run) => run.id),
    );
    await cancelRun(ctx, runs[1]?.friendlyId ?? "");
    const endedAt = ctx.clock();
    const answers = await completeAttempts(
      ctx,
      attempts.flatMap((attempt, index) =>
        attempt ? [{ attempt, end: succeeded(String(index)), endedAt, executedMs: 1 }] : [],
      ),
    );
    expect(answers.map((answer) => answer.isAccepted)).toEqual([true, false, true]);
    const after = await Promise.all(runs.map((run) => readRun(ctx, run.id)));
    expect(after.map((run) => [run.status, run.output])).toEqual([
      ["COMPLETED", "0"],
      ["CANCELED", null],
      ["COMPLETED", "2"],
    ]);
  });

  it("rings the bell for the slot that is free, and only when one is", async () => {
    const { ctx, attempt } = await started();
    let rings = 0;
    const listening: EnvironmentContext = {
      ...ctx,
      signals: { ...ctx.signals, workAvailable: () => rings++ },
    };
    await completeAttempt(listening, attempt, succeeded());
    expect(rings).toBe(1);
    await completeAttempt(listening, attempt, succeeded());
    expect(rings).toBe(1);
  });
});

describe("an end that the database does not take", () => {
  it("is told as the run's error, and the others of its batch complete", async () => {
    const { ctx } = await started();
    const runs = await Promise.all([1, 2].map(() => trigger(ctx, "hello")));
    const { attempts } = await startRuns(
      ctx,
      runs.map((run) => run.id),
    );
    await ctx.db.pool.query(`
      CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'Too much' USING ERRCODE = '54000'; END $$;
      CREATE TRIGGER refuse BEFORE UPDATE ON run FOR EACH ROW
        WHEN (NEW.output = '"much"') EXECUTE FUNCTION refuse();`);
    const answers = await completeAttempts(
      ctx,
      attempts.flatMap((attempt, index) =>
        attempt
          ? [
              {
                attempt,
                end: succeeded(index === 0 ? '"much"' : "1"),
                endedAt: ctx.clock(),
                executedMs: 1,
              },
            ]
          : [],
      ),
    );
    await ctx.db.pool.query("DROP FUNCTION refuse CASCADE");
    expect(answers.map((answer) => answer.isAccepted)).toEqual([true, true]);
    const [refused, stored] = await Promise.all(runs.map((run) => readRun(ctx, run.id)));
    expect(refused).toMatchObject({
      status: "FAILED",
      error: { code: "TASK_OUTPUT_ERROR", message: expect.stringContaining("Too much") },
    });
    expect(stored).toMatchObject({ status: "COMPLETED", output: "1" });
  });
});
