import type { Database } from "#prisma/client.ts";
import { friendlyId, parseFriendlyId } from "#worker/domain/ids.ts";
import { isFinal } from "#worker/domain/run-status.ts";
import type { EnvironmentContext } from "#worker/services/context.ts";
import { setVariable } from "#worker/services/environment-variables/set.ts";
import { getRun } from "#worker/services/runs/get.ts";
import { getTimeline } from "#worker/services/runs/get-timeline.ts";
import { triggerInput } from "#worker/services/runs/schemas.ts";
import { triggerRun } from "#worker/services/runs/trigger.ts";
import { completeWaitpoint } from "#worker/services/waitpoints/complete.ts";
import { useApiServer } from "./api-server.ts";
import { useDatabase } from "./database.ts";
import { deployProject } from "./deploy-project.ts";
import { until } from "./until.ts";
import { useWorker, type WorkerOptions } from "./worker.ts";
import { createWorkspace, type Workspace } from "./workspace.ts";

/** Tasks that a real worker executes in real processes, with the part of the API that they call. */
export class DeployedTasks {
  readonly #database: { readonly db: Database };
  readonly #source: string;
  readonly #variables: () => Promise<Record<string, string>>;
  #workspace: Promise<Workspace> | undefined;
  readonly restartWorker: () => Promise<void>;

  constructor(options: {
    database: { readonly db: Database };
    source: string;
    variables: () => Promise<Record<string, string>>;
    restartWorker: () => Promise<void>;
  }) {
    this.#database = options.database;
    this.#source = options.source;
    this.#variables = options.variables;
    this.restartWorker = options.restartWorker;
  }

  get prisma(): Database["prisma"] {
    return this.#database.db.prisma;
  }

  /** Deployed with the first one that asks. */
  async workspace(): Promise<Workspace> {
    this.#workspace ??= this.#deploy();
    return this.#workspace;
  }

  async ctx(): Promise<EnvironmentContext> {
    return (await this.workspace()).ctx;
  }

  async start(taskId: string, payload?: unknown): Promise<string> {
    const input = triggerInput.parse({ payload });
    return (await triggerRun(await this.ctx(), { taskId, input })).friendlyId;
  }

  async finished(runId: string, timeoutMs?: number) {
    const read = async () => {
      const run = await getRun(await this.ctx(), runId);
      return isFinal(run.status) && run;
    };
    return until(`${runId} to finish`, read, timeoutMs);
  }

  async waiting(runId: string) {
    return until(`${runId} to wait`, async () => {
      const run = await getRun(await this.ctx(), runId);
      return run.status === "WAITING" && run;
    });
  }

  /** Time passes for the pending waits of the run, of which there is one at least. */
  async passTime(runId: string): Promise<void> {
    const where = { runId: this.idOf(runId), kind: "DURATION" as const, resolvedAt: null };
    await until("a wait for time", async () => (await this.prisma.runWait.count({ where })) > 0);
    await this.prisma.runWait.updateMany({ where, data: { dueAt: new Date() } });
  }

  /** All that wait. */
  async completeTokens(data?: unknown): Promise<void> {
    const ctx = await this.ctx();
    const tokens = await this.prisma.waitpoint.findMany({ where: { status: "WAITING" } });
    for (const { id } of tokens) {
      await completeWaitpoint(ctx, { tokenId: friendlyId("waitpoint", id), data });
    }
  }

  async logs(runId: string): Promise<string[]> {
    const { events } = await getTimeline(await this.ctx(), runId, undefined);
    return events.flatMap((event) => (event.kind === "LOG" ? [event.message] : []));
  }

  async statuses(runId: string): Promise<string[]> {
    const { events } = await getTimeline(await this.ctx(), runId, undefined);
    return events.flatMap((event) => (event.kind === "TRANSITION" ? [event.status] : []));
  }

  childrenOf(runId: string) {
    return this.prisma.run.findMany({
      where: { parentRunId: this.idOf(runId) },
      orderBy: { id: "asc" },
    });
  }

  /** The UUID behind a public id. */
  idOf(runId: string): string {
    return parseFriendlyId("run", runId) ?? "";
  }

  async #deploy(): Promise<Workspace> {
    const workspace = await createWorkspace(this.#database.db, { slug: "prod" });
    for (const [name, value] of Object.entries(await this.#variables())) {
      await setVariable(workspace.ctx, { name, value });
    }
    await deployProject(workspace, { "trigger/tasks.ts": this.#source });
    return workspace;
  }
}

/** For a test file: a database, a worker and the API, and these tasks deployed into production. */
export function useTasks(
  source: string,
  options: WorkerOptions & { variables?: () => Promise<Record<string, string>> } = {},
): DeployedTasks {
  const { variables = async () => ({}), ...worker } = options;
  const database = useDatabase();
  const api = useApiServer(database.url);
  const { restart } = useWorker(database.url, { slots: 6, apiUrl: api.url, ...worker });
  return new DeployedTasks({ database, source, variables, restartWorker: restart });
}
