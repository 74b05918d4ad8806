import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";
import { afterEach, describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { until } from "#test/support/until.ts";
import { createHeartLine, type HeartLine, isSettledWithin } from "#worker/jobs/heart-line.ts";

const database = useDatabase();
const lines: HeartLine[] = [];
afterEach(() => Promise.all(lines.splice(0).map((line) => line.close())));

/** Which backend answered, in order. */
function lineOf(ask: (client: pg.Client) => Promise<unknown>) {
  const answers: unknown[] = [];
  const line = createHeartLine(
    database.url,
    async (client) => {
      answers.push(await ask(client));
    },
    { patienceMs: 100 },
  );
  lines.push(line);
  return { line, answers };
}

async function pidOf(client: pg.Client): Promise<number | undefined> {
  const { rows } = await client.query<{ pid: number }>("SELECT pg_backend_pid() AS pid");
  return rows[0]?.pid;
}

describe("the connection of heartbeats", () => {
  it("stays the same while it answers, and is another one after it broke", async () => {
    const { line, answers } = lineOf(pidOf);
    await line.ask();
    await line.ask();
    expect(answers[1]).toBe(answers[0]);
    await database.db.pool.query("SELECT pg_terminate_backend($1)", [answers[0]]);
    await until("a new one", async () => {
      await line.ask().catch(() => {});
      return answers.at(-1) !== answers[0];
    });
  });

  it("is left when it takes too long, and what it says later is heard", async () => {
    let asked = 0;
    const { line, answers } = lineOf(async (client) => {
      const isSlow = ++asked === 1;
      if (isSlow) await client.query("SELECT pg_sleep(0.5)");
      return isSlow ? "slow" : "fast";
    });
    await line.ask();
    expect(answers).toEqual(["fast"]);
    await until("the other answer", () => answers.length === 2);
    expect(answers).toEqual(["fast", "slow"]);
  });

  it("asks no more once it is closed, whatever is under way", async () => {
    const { line, answers } = lineOf((client) => client.query("SELECT pg_sleep(60)"));
    const asking = line.ask().catch(() => "broken");
    await sleep(0);
    await line.close();
    expect(await asking).toBe("broken");
    await line.ask();
    expect(answers).toEqual([]);
  });
});

describe("isSettledWithin", () => {
  it("does not take a process that stood still for an answer that is late", async () => {
    const answered = database.db.pool.query("SELECT 1");
    const inTime = isSettledWithin(answered, 50);
    for (const until = performance.now() + 300; performance.now() < until; );
    expect(await inTime).toBe(true);
    expect(await isSettledWithin(new Promise(() => {}), 20)).toBe(false);
    await expect(isSettledWithin(Promise.reject(new Error("no")), 20)).rejects.toThrow("no");
  });
});
