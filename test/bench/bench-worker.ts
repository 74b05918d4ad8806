import { type Database, openDatabase } from "#prisma/client.ts";
import { deployProject } from "#test/support/deploy-project.ts";
import { startWorkerProcess } from "#test/support/worker-process.ts";
import { createWorkspace, type Workspace } from "#test/support/workspace.ts";
import { pauseEnvironment } from "#worker/services/queues/pause-environment.ts";

export interface BenchWorker extends Workspace {
  db: Database;
  stop: () => Promise<void>;
}

/** One worker of ten slots on this database, and a paused environment that has these files. */
export async function startBenchWorker(
  databaseUrl: string,
  files: Record<string, string>,
): Promise<BenchWorker> {
  const db = openDatabase(databaseUrl, { maxConnections: 4 });
  const workspace = await createWorkspace(db, { slug: "prod" });
  // What is measured is the worker, not the default of a hundred runs at once.
  await db.prisma.environment.update({
    where: { id: workspace.ctx.environment.id },
    data: { concurrencyLimit: 10_000 },
  });
  await deployProject(workspace, files);
  await pauseEnvironment(workspace.ctx);
  const worker = await startWorkerProcess(databaseUrl, { slots: 10 });
  return {
    ...workspace,
    db,
    stop: async () => {
      worker.signal("SIGTERM");
      await worker.exited;
      await workspace.ctx.signals.flush();
      await db.close();
    },
  };
}
