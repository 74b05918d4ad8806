import { beforeEach, describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { fill, finishAll } from "#test/support/queues.ts";
import { useRegisteredWorkers } from "#test/support/registered-workers.ts";
import { createWorkspace, systemContext } from "#test/support/workspace.ts";
import type { EnvironmentContext } from "#worker/services/context.ts";
import { type Admission, admitRuns } from "#worker/services/queues/admit.ts";
import { announceStop, heartbeat, unregisterWorker } from "#worker/services/workers/register.ts";

const database = useDatabase();

beforeEach(() => database.db.pool.query("DELETE FROM run"));
const addWorker = useRegisteredWorkers(database);

async function backlog(): Promise<EnvironmentContext> {
  const { ctx } = await createWorkspace(database.db);
  await fill(ctx, "", 50);
  return ctx;
}

/** What is admitted has started there. */
async function executeOn(workerId: string): Promise<void> {
  await database.db.pool.query(
    `WITH started AS (UPDATE run SET status = 'EXECUTING', deployment_id = gen_random_uuid(), attempt_number = 1 WHERE status = 'DEQUEUED' RETURNING id)
     INSERT INTO attempt (id, run_id, number, status, worker_id, deployment_id, started_at)
     SELECT gen_random_uuid(), id, 1, 'EXECUTING', $1, gen_random_uuid(), now() FROM started`,
    [workerId],
  );
}

function admit(ctx: EnvironmentContext, sharers = 1): Promise<Admission> {
  return admitRuns(ctx, ctx.environment.id, { sharers });
}

const full = { outcome: "DONE", areWorkersFull: true };

describe("the capacity of the workers", () => {
  it("bounds what is admitted, over all of them and over all environments", async () => {
    await addWorker(2);
    await addWorker(3);
    const [one, other] = [await backlog(), await backlog()];
    expect(await admit(one)).toEqual({ ...full, admitted: 5 });
    expect(await admit(other)).toEqual({ ...full, admitted: 0 });
    await finishAll(one);
    expect(await admit(other)).toEqual({ ...full, admitted: 5 });
  });

  it("is shared by the environments that wait for it", async () => {
    await addWorker(9);
    const [one, other] = [await backlog(), await backlog()];
    expect(await admit(one, 2)).toMatchObject({ admitted: 5, areWorkersFull: false });
    expect(await admit(other, 1)).toEqual({ ...full, admitted: 4 });
  });

  it("is what each worker says", async () => {
    const id = await addWorker(2);
    const ctx = await backlog();
    await heartbeat(ctx, id, 12);
    expect(await admit(ctx)).toEqual({ ...full, admitted: 12 });
  });

  it("stretches its vCPU and memory in proportion, to whatever fractions", async () => {
    const ctx = systemContext(database.db);
    const room = { cpu: 2.5, memoryMb: 1_500 };
    const id = await addWorker(7, room);
    await heartbeat(ctx, id, 9);
    // 1 928.57 MB, and each default machine takes 512.
    expect(await admit(await backlog())).toMatchObject({ admitted: 3 });
  });

  it("is not taken up by what still executes on a drained worker", async () => {
    const leaving = await addWorker(4);
    const ctx = await backlog();
    expect(await admit(ctx)).toEqual({ ...full, admitted: 4 });
    await executeOn(leaving);
    await announceStop(systemContext(database.db), leaving);
    const staying = await addWorker(4);
    expect(await admit(ctx)).toEqual({ ...full, admitted: 4 });
    await executeOn(staying);
    expect(await admit(ctx)).toEqual({ ...full, admitted: 0 });
  });

  it("of a worker that is gone is none", async () => {
    await addWorker(2);
    const gone = await addWorker(7);
    await unregisterWorker(systemContext(database.db), gone);
    expect(await admit(await backlog())).toEqual({ ...full, admitted: 2 });
  });
});
