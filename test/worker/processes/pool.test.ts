import { afterEach, describe, expect, it } from "vitest";
import { fakeAttempt, useFakeBundle } from "#test/support/fake-bundle.ts";
import { until } from "#test/support/until.ts";
import { createProcessPool, type Lease, type ProcessPool } from "#worker/processes/pool.ts";

const bundle = useFakeBundle();
const pools: ProcessPool[] = [];

afterEach(async () => {
  await Promise.all(pools.splice(0).map((pool) => pool.stop()));
});

function createPool(
  options: { maxIdle?: number; maxExecutions?: number; idleMs?: number } = {},
): ProcessPool {
  const pool = createProcessPool({ maxIdle: 4, maxExecutions: 100, ...options });
  pools.push(pool);
  return pool;
}

function acquire(pool: ProcessPool, bundleId = "one"): Promise<Lease> {
  return pool.acquire(bundleId, bundle.options());
}

async function use(lease: Lease, action = "echo"): Promise<void> {
  await lease.process.execute(fakeAttempt(action), undefined, { onEvents: () => {} });
}

function gone(lease: Lease) {
  return until("the process to be gone", () => !lease.process.isUsable);
}

describe("the pool", () => {
  it("gives a warm process of the bundle, the one used last first", async () => {
    const pool = createPool();
    const [first, second] = [await acquire(pool), await acquire(pool)];
    expect(first.state).toBe("COLD");
    expect(first.process.pid).not.toBe(second.process.pid);
    await Promise.all([use(first), use(second)]);
    first.release(true);
    second.release(true);
    const third = await acquire(pool);
    expect(third).toMatchObject({ state: "WARM", process: second.process });
    expect((await acquire(pool)).process).toBe(first.process);
  });

  it("starts one ahead when it is asked to, and no second one", async () => {
    const pool = createPool();
    pool.prewarm("one", bundle.options());
    pool.prewarm("one", bundle.options());
    expect(pool.size()).toBe(1);
    expect((await acquire(pool)).state).toBe("PREWARMED");
  });

  it("lends nobody a process that still sends on what its last attempt traced", async () => {
    const pool = createPool();
    const first = await acquire(pool);
    await use(first, "exporting");
    first.release(true);
    const second = await acquire(pool);
    expect(second.process).not.toBe(first.process);
    process.kill(first.process.pid ?? 0, "SIGUSR2");
    await until("the end of the export", () => !first.process.exporting);
    await until("the spare", () => pool.size() >= 2);
    expect(first.process.isUsable).toBe(true);
    const others = [await acquire(pool), await acquire(pool)];
    expect(others.map((lease) => lease.process)).toContain(first.process);
  });

  it("ends a process after what it traced has been sent on", async () => {
    const pool = createPool();
    const lease = await pool.acquire("one", bundle.options(), { isSingleUse: true });
    await use(lease, "exporting");
    lease.release(true);
    expect(lease.process.isUsable).toBe(true);
    process.kill(lease.process.pid ?? 0, "SIGUSR2");
    await gone(lease);
  });

  it("starts one ahead whenever the last one is taken", async () => {
    const pool = createPool();
    await acquire(pool);
    await until("a spare", () => pool.size() === 2);
    const [second, third] = await Promise.all([acquire(pool), acquire(pool)]);
    expect([second.state, third.state].sort()).toEqual(["COLD", "PREWARMED"]);
    expect(second.process).not.toBe(third.process);
  });

  it("starts none ahead for which there is no place", async () => {
    const pool = createPool();
    await pool.acquire("one", bundle.options(), { isLast: true });
    expect(pool.size()).toBe(1);
    await pool.acquire("one", bundle.options(), { isLast: true, isSingleUse: true });
    expect(pool.size()).toBe(3);
  });

  it("gives one that is taken while it starts to nobody else, though the next is on its way", async () => {
    const pool = createPool();
    const first = await acquire(pool);
    // Waits for the one that was started ahead.
    const waiting = acquire(pool);
    first.release(true);
    // Takes the warm one at once, and has another started ahead.
    await acquire(pool);
    const second = await waiting;
    const others = [await acquire(pool), await acquire(pool)];
    expect(others.map(({ process }) => process)).not.toContain(second.process);
  });

  it("shares no process between bundles, nor between machines", async () => {
    const pool = createPool();
    const lease = await acquire(pool, "one");
    await use(lease);
    lease.release(true);
    expect((await acquire(pool, "two")).state).toBe("COLD");
    const larger = await pool.acquire("one", { ...bundle.options(), memoryMb: 256 });
    expect(larger.state).toBe("COLD");
  });

  it("gives each attempt a process of its own where that is asked for", async () => {
    const pool = createPool();
    const single = () => pool.acquire("one", bundle.options(), { isSingleUse: true });
    const first = await single();
    await use(first);
    first.release(true);
    await gone(first);
    const second = await single();
    expect(second.process).not.toBe(first.process);
    expect(second.process.executions).toBe(0);
    expect(second.state).toBe("PREWARMED");
  });

  it("ends a process whose state nobody knows", async () => {
    const pool = createPool();
    const lease = await acquire(pool);
    lease.release(false);
    await gone(lease);
    expect((await acquire(pool)).process).not.toBe(lease.process);
  });

  it("ends a process that has executed often enough", async () => {
    const pool = createPool({ maxExecutions: 2 });
    const first = await acquire(pool);
    await use(first);
    first.release(true);
    const second = await acquire(pool);
    expect(second.process).toBe(first.process);
    await use(second);
    second.release(true);
    await gone(second);
  });

  it("ends one that holds on to much of its memory", async () => {
    const pool = createPool();
    const lease = await acquire(pool);
    await use(lease, "grow");
    lease.release(true);
    await gone(lease);
  });

  it("ends one that nobody needs any more", async () => {
    const pool = createPool({ idleMs: 20 });
    const lease = await acquire(pool);
    lease.release(true);
    await gone(lease);
    await until("all to be gone", () => pool.size() === 0);
  });

  it("gives no process that has died, in use or idle", async () => {
    const pool = createPool();
    const crashed = await acquire(pool);
    await use(crashed, "exit");
    crashed.release(true);
    const idle = await acquire(pool);
    expect(idle.process).not.toBe(crashed.process);
    idle.release(true);
    idle.process.kill();
    await gone(idle);
    expect((await acquire(pool)).process).not.toBe(idle.process);
  });

  it("keeps as many warm as it may, and ends the coldest", async () => {
    const pool = createPool({ maxIdle: 1 });
    const [cold, warm] = [await acquire(pool), await acquire(pool)];
    for (const lease of [cold, warm]) await use(lease);
    cold.release(true);
    warm.release(true);
    await gone(cold);
    expect((await acquire(pool)).process).toBe(warm.process);
  });

  it("rejects when the bundle does not start, and leaves nothing behind", async () => {
    const pool = createPool();
    await expect(pool.acquire("broken", bundle.options("throws.mjs"))).rejects.toThrow(
      "cannot be imported",
    );
  });

  it("kills everything when it stops, busy and idle", async () => {
    const pool = createPool();
    const [busy, idle] = [await acquire(pool), await acquire(pool)];
    const attempt = busy.process.execute(fakeAttempt("stubborn"), undefined, {
      onEvents: () => {},
    });
    idle.release(true);
    await pool.stop();
    expect([busy.process.isUsable, idle.process.isUsable]).toEqual([false, false]);
    expect(await attempt).toMatchObject({ kind: "DIED", signal: "SIGKILL" });
  });
});
