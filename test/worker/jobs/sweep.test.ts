import { expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { insertRun, later } from "#test/support/runs.ts";
import { createWorkspace, deployTasks } from "#test/support/workspace.ts";
import { type SweptWorker, sweep } from "#worker/jobs/sweep.ts";
import { newId } from "#worker/services/new-id.ts";

const database = useDatabase();

/** A worker that has nothing. */
function idle(rung: string[]): SweptWorker {
  return {
    workerId: newId(),
    admission: {
      ring: (id: string) => rung.push(id),
      ringIn: () => {},
      stop: async () => {},
    },
    executor: {
      execute: async () => {},
      host: { workerId: "", look: () => undefined, keep: () => ({ count: 0, use: () => {} }) },
      drain: () => {},
      cancel: () => {},
      resume: () => {},
      abandon: () => {},
      loseAll: () => {},
      stop: async () => {},
      prewarm: async () => {},
      capacity: () => 0,
      suspendedRunIds: () => [],
      heldRunIds: () => [],
      executingRunIds: () => [],
      executingAttemptIds: () => [],
    },
    wakes: { ring: () => {}, stop: async () => {} },
  };
}

it("takes every step, also behind one that fails, and says which failed", async () => {
  const workspace = await createWorkspace(database.db);
  await deployTasks(workspace, [{ id: "hello" }]);
  const ctx = later(workspace.ctx, 60_000);
  await insertRun(workspace.ctx, "QUEUED");
  const rung: string[] = [];
  const worker = idle(rung);
  const resume = () => {
    throw new Error("No process answers");
  };
  const broken = { ...worker, executor: { ...worker.executor, resume } };
  await expect(sweep(ctx, broken)).rejects.toThrow("The sweep failed: No process answers");
  expect(rung).toContain(ctx.environment.id);
});
