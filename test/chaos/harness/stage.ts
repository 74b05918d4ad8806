import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll } from "vitest";
import type { Database } from "#prisma/client.ts";
import { deployProject } from "#test/support/deploy-project.ts";
import { until } from "#test/support/until.ts";
import { createWorkspace, type Workspace } from "#test/support/workspace.ts";
import { isFinal } from "#worker/domain/run-status.ts";
import { setVariable } from "#worker/services/environment-variables/set.ts";
import { type TriggerInput, triggerInput } from "#worker/services/runs/schemas.ts";
import { triggerRun } from "#worker/services/runs/trigger.ts";
import { type Accepted, findFaults, type Limits, longestNotice } from "./checker.ts";
import { readTables } from "./facts.ts";
import { LEDGER_TASK, type LedgerEntry, type LedgerPayload, readLedger } from "./ledger.ts";
import { TEST_MS } from "./size.ts";

/** An environment of its own for one bad day, with the ledger of its tasks. */
export interface Stage {
  workspace: Workspace;
  trigger: (
    count: number,
    payload: LedgerPayload | object,
    options?: TriggerOptions,
  ) => Promise<string[]>;
  /** Something else was triggered and answered. */
  accept: (...runs: Accepted[]) => void;
  ledger: () => Promise<LedgerEntry[]>;
  /** Until so many attempts have begun, by the ledger, whatever became of them. */
  untilBegun: (count: number) => Promise<void>;
  /** Until so many are at work at once: they must be long enough for the slowest start of a process. */
  untilExecuting: (count: number) => Promise<void>;
  /** How many runs ended in which status, once all have. The database may be away meanwhile. */
  ended: (timeoutMs: number) => Promise<Record<string, number>>;
  faults: (limits?: Limits) => Promise<string[]>;
  /** How long after the cancel of a run its code still began, at the most; milliseconds. */
  longestNotice: () => Promise<number>;
}

type TriggerOptions = NonNullable<TriggerInput["options"]> & { taskId?: string };

export interface StageOptions {
  /** Beside the ledger's. */
  files?: Record<string, string>;
  environmentLimit?: number;
}

const TRIGGERS_AT_ONCE = 200;

/** Stages of the databases of this test file. */
export function useStages(): (db: Database, options?: StageOptions) => Promise<Stage> {
  let folder: string;
  let count = 0;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "pawl-chaos-"));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));
  return (db, options) => openStage(db, join(folder, `ledger-${++count}`), options);
}

async function openStage(
  db: Database,
  ledgerPath: string,
  { files = {}, environmentLimit }: StageOptions = {},
): Promise<Stage> {
  const workspace = await createWorkspace(db, { slug: "prod" });
  const { ctx } = workspace;
  const { id: environmentId } = ctx.environment;
  await deployProject(workspace, { "trigger/ledger.ts": LEDGER_TASK, ...files });
  await setVariable(ctx, { name: "LEDGER", value: ledgerPath });
  if (environmentLimit !== undefined) {
    const data = { concurrencyLimit: environmentLimit };
    await db.prisma.environment.update({ where: { id: environmentId }, data });
  }
  const accepted: Accepted[] = [];
  const ledger = () => readLedger(ledgerPath);
  return {
    workspace,
    ledger,
    accept: (...runs) => void accepted.push(...runs),
    trigger: async (count, payload, { taskId = "ledger", ...options } = {}) => {
      const input = triggerInput.parse({ payload, options });
      const ids: string[] = [];
      for (let left = count; left > 0; left -= TRIGGERS_AT_ONCE) {
        const group = Array.from({ length: Math.min(left, TRIGGERS_AT_ONCE) }, () =>
          triggerRun(ctx, { taskId, input }),
        );
        ids.push(...(await Promise.all(group)).map((run) => run.friendlyId));
      }
      accepted.push(...ids.map((run) => ({ run })));
      return ids;
    },
    untilBegun: async (count) => {
      await until(
        `${count} attempts to begin`,
        async () => begun(await ledger()) >= count,
        TEST_MS,
      );
    },
    untilExecuting: async (count) => {
      await until(
        `${count} attempts at work`,
        async () => atWork(await ledger()) >= count,
        TEST_MS,
      );
    },
    ended: (timeoutMs) =>
      until(
        "every run to end",
        async () => {
          const rows = await countByStatus(db, environmentId).catch(() => []);
          const hasEnded = rows.length > 0 && rows.every(({ status }) => isFinal(status));
          return hasEnded && Object.fromEntries(rows.map(({ status, count }) => [status, count]));
        },
        timeoutMs,
      ).catch(async (error: unknown) => {
        throw new Error(await describeUnfinished(db, environmentId), { cause: error });
      }),
    longestNotice: async () => {
      const { runs } = await readTables(db, environmentId);
      return longestNotice({ runs, ledger: await ledger() });
    },
    faults: async (limits) =>
      findFaults({
        accepted,
        ...(await readTables(db, environmentId)),
        ledger: await ledger(),
        ...(limits && { limits }),
      }),
  };
}

async function countByStatus(db: Database, environmentId: string) {
  const rows = await db.prisma.run.groupBy({
    by: ["status"],
    where: { environmentId },
    _count: true,
  });
  return rows.map(({ status, _count }) => ({ status, count: _count }));
}

/** For whoever has to find out why: some of the runs that have not ended, with their timelines. */
async function describeUnfinished(db: Database, environmentId: string): Promise<string> {
  const { runs, steps, attempts } = await readTables(db, environmentId);
  const open = runs.filter(({ status }) => !isFinal(status));
  const told = open.slice(0, 3).map(({ id, status, queue }) => {
    const walk = steps
      .filter(({ run }) => run === id)
      .map((step) => `${step.status} ${step.attempt}`);
    const tried = attempts.filter(({ run }) => run === id).map((attempt) => attempt.status);
    return `${id} in ${queue}: ${status}; ${walk.join(" → ")}; attempts ${tried.join(", ")}`;
  });
  return [`${open.length} of ${runs.length} runs have not ended.`, ...told].join("\n");
}

function begun(ledger: LedgerEntry[]): number {
  return ledger.filter(({ phase }) => phase === "start").length;
}

function atWork(ledger: LedgerEntry[]): number {
  return begun(ledger) - ledger.filter(({ phase }) => phase === "end" || phase === "fail").length;
}
