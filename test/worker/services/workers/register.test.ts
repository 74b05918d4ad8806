import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { at } from "#test/support/runs.ts";
import { systemContext } from "#test/support/workspace.ts";
import {
  announceStop,
  heartbeat,
  nameJobPool,
  registerWorker,
  unregisterWorker,
} from "#worker/services/workers/register.ts";

const database = useDatabase();
const start = new Date("2026-05-06T07:08:09.010Z");
const second = new Date("2026-05-06T07:08:10.010Z");

function read(id: string) {
  return database.db.prisma.worker.findUniqueOrThrow({ where: { id } });
}

describe("a worker", () => {
  it("enters itself with its process and its slots", async () => {
    const ctx = at(systemContext(database.db), start);
    const id = await registerWorker(ctx, { slots: 7, version: "v24" });
    expect(await read(id)).toMatchObject({
      pid: process.pid,
      slots: 7,
      version: "v24",
      startedAt: start,
      stoppedAt: null,
      jobPool: null,
    });
  });

  it("names the pool that takes its jobs", async () => {
    const ctx = systemContext(database.db);
    const id = await registerWorker(ctx, { slots: 1, version: "v24" });
    await nameJobPool(ctx, id, "pool-1");
    expect(await read(id)).toMatchObject({ jobPool: "pool-1" });
  });

  it("says that it lives, also after it was given up", async () => {
    const ctx = systemContext(database.db);
    const id = await registerWorker(at(ctx, start), { slots: 1, version: "v24" });
    await unregisterWorker(at(ctx, start), id);
    const before = (await read(id)).heartbeatAt;
    await heartbeat(ctx, id, 4);
    const after = await read(id);
    expect(after.stoppedAt).toBeNull();
    expect(after.heartbeatAt.getTime()).toBeGreaterThanOrEqual(before.getTime());
  });

  it("says before it stops that it takes no more, and leaves a drain as it is", async () => {
    const ctx = systemContext(database.db);
    const id = await registerWorker(ctx, { slots: 1, version: "v24" });
    await announceStop(at(ctx, start), id);
    await announceStop(at(ctx, second), id);
    expect(await read(id)).toMatchObject({ drainingAt: start, stoppedAt: null });
  });

  it("says when it stops, twice if need be", async () => {
    const ctx = systemContext(database.db);
    const id = await registerWorker(ctx, { slots: 1, version: "v24" });
    await unregisterWorker(at(ctx, start), id);
    await unregisterWorker(at(ctx, second), id);
    expect(await read(id)).toMatchObject({ stoppedAt: second });
  });
});
