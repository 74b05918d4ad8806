import { afterEach, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { startSilentProxy } from "#test/support/silent-proxy.ts";
import { until } from "#test/support/until.ts";
import { systemContext } from "#test/support/workspace.ts";
import { friendlyId } from "#worker/domain/ids.ts";
import { startHeart } from "#worker/jobs/heart.ts";
import { drainWorker } from "#worker/services/workers/drain.ts";
import { registerWorker, unregisterWorker } from "#worker/services/workers/register.ts";

const database = useDatabase();
let stop = async () => {};
afterEach(() => stop());

it("asks on a new connection when one does not answer, long before its lease is over", async () => {
  const proxy = await startSilentProxy(database.url);
  const ctx = systemContext({ ...database.db, url: proxy.url });
  const workerId = await registerWorker(ctx, { slots: 2, version: "test" });
  let lastBeatAt = 0;
  const heart = startHeart(ctx, {
    workerId,
    isDirect: true,
    capacity: () => 7,
    renew: (agoMs) => {
      lastBeatAt = performance.now() - agoMs;
    },
    onDrain: () => {},
    onGivenUp: () => {},
    onError: () => {},
    patienceMs: 100,
  });
  stop = async () => {
    await heart.stop();
    await proxy.close();
  };
  await until("a heartbeat", () => lastBeatAt > 0);
  // Again and again: whatever was opened goes the same way.
  for (let round = 0; round < 3; round++) {
    proxy.silenceThoseThere();
    const silentAt = performance.now();
    await until("a heartbeat on another connection", () => lastBeatAt > silentAt);
  }
});

it("tells the database of the worker, and the worker how long its lease is good and that it is drained or was given up", async () => {
  const ctx = systemContext(database.db);
  const workerId = await registerWorker(ctx, { slots: 2, version: "test" });
  const ages: number[] = [];
  const drains: boolean[] = [];
  let timesGivenUp = 0;
  const heart = startHeart(ctx, {
    workerId,
    isDirect: true,
    capacity: () => 7,
    renew: (agoMs) => ages.push(agoMs),
    onDrain: (isDraining) => drains.push(isDraining),
    onGivenUp: () => timesGivenUp++,
    onError: (error) => console.error(error),
  });
  stop = heart.stop;
  await until("a heartbeat", () => drains.length > 0);
  const where = { id: workerId };
  expect(await ctx.db.prisma.worker.findUniqueOrThrow({ where })).toMatchObject({ capacity: 7 });
  expect(ages.length).toBeGreaterThan(0);
  expect(drains.at(-1)).toBe(false);
  await drainWorker(ctx, { workerId: friendlyId("worker", workerId), isDraining: true });
  await until("the news", () => drains.at(-1) === true);
  expect(timesGivenUp).toBe(0);
  await unregisterWorker(ctx, workerId);
  await until("it to hear that it was given up", () => timesGivenUp === 1);
});
