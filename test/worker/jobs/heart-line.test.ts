import { once } from "node:events";
import { connect, createServer, type Server } from "node:net";
import type pg from "pg";
import { afterEach, describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { until } from "#test/support/until.ts";
import { createHeartLine, type HeartLine, isSettledWithin } from "#worker/jobs/heart-line.ts";

const database = useDatabase();
const lines: HeartLine[] = [];
afterEach(() => Promise.all(lines.splice(0).map((line) => line.close())));

/** What was answered, in order. */
function lineOf(ask: (client: pg.Client) => Promise<unknown>, patienceMs: number) {
  const answers: unknown[] = [];
  const line = createHeartLine(
    database.url,
    async (client) => {
      answers.push(await ask(client));
    },
    { patienceMs },
  );
  lines.push(line);
  return { line, answers };
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("It listens on a port.");
  return address.port;
}

async function pidOf(client: pg.Client): Promise<number | undefined> {
  const { rows } = await client.query<{ pid: number }>("SELECT pg_backend_pid() AS pid");
  return rows[0]?.pid;
}

describe("the connection of heartbeats", () => {
  it("stays the same while it answers, and is another one after it broke", async () => {
    const { line, answers } = lineOf(pidOf, 60_000);
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
    const holder = await database.db.pool.connect();
    await holder.query("SELECT pg_advisory_lock(1)");
    let asked = 0;
    const { line, answers } = lineOf(async (client) => {
      const isSlow = ++asked === 1;
      if (isSlow) await client.query("SELECT pg_advisory_lock(1)");
      return isSlow ? "slow" : "fast";
    }, 100);
    await line.ask();
    expect(new Set(answers)).toEqual(new Set(["fast"]));
    holder.release(true);
    await until("the other answer", () => answers.includes("slow"));
  });

  it.each(["is made", "is asked"])("asks no more once it is closed while it %s", async (moment) => {
    const holder = await database.db.pool.connect();
    await holder.query("SELECT pg_advisory_lock(2)");
    let isAsked = false;
    const { line, answers } = lineOf((client) => {
      isAsked = true;
      return client.query("SELECT pg_advisory_lock(2)");
    }, 60_000);
    const asking = line.ask().catch(() => {});
    if (moment === "is asked") await until("the question", () => isAsked);
    await line.close();
    await asking;
    await line.ask();
    expect(answers).toEqual([]);
    holder.release(true);
  });
});

describe("isSettledWithin", () => {
  it("does not take a process that stood still for an answer that is late", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const accepted = once(server, "connection");
    const client = connect(portOf(server));
    const [answering] = await accepted;
    const answer = once(client, "data");
    const inTime = isSettledWithin(answer, 20);
    // It is here long before, and nobody could read it.
    answering.write("yes");
    for (const until = performance.now() + 100; performance.now() < until; );
    expect(await inTime).toBe(true);
    client.destroy();
    server.close();
    expect(await isSettledWithin(new Promise(() => {}), 20)).toBe(false);
    await expect(isSettledWithin(Promise.reject(new Error("no")), 20)).rejects.toThrow("no");
  });
});
