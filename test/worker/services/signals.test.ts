import { afterEach, describe, expect, it } from "vitest";
import { openDatabase } from "#prisma/client.ts";
import { useDatabase } from "#test/support/database.ts";
import { until } from "#test/support/until.ts";
import { listen } from "#worker/services/listen.ts";
import { CHANNELS, createSignals } from "#worker/services/signals.ts";
import type { StandingConnection } from "#worker/services/standing-connection.ts";

const database = useDatabase();
let listener: StandingConnection | undefined;

afterEach(async () => {
  await listener?.close();
});

/** Everything that is announced from now on, a message each. */
async function hear(): Promise<{ channel: string; ids: string[] }[]> {
  const messages: { channel: string; ids: string[] }[] = [];
  let isConnected = false;
  listener = listen({
    url: database.url,
    channels: Object.fromEntries(
      Object.values(CHANNELS).map((channel) => [
        channel,
        (ids: string[]) => messages.push({ channel, ids }),
      ]),
    ),
    onConnected: () => {
      isConnected = true;
    },
  });
  await until("the listener", () => isConnected);
  return messages;
}

describe("signals", () => {
  it("go out on a channel each, without being asked to", async () => {
    const messages = await hear();
    const signals = createSignals(database.db.pool);
    signals.workAvailable("env");
    signals.runChanged("env", "run");
    signals.cancelRequested("run");
    await until("three messages", () => messages.length === 3);
    expect(messages.toSorted((a, b) => a.channel.localeCompare(b.channel))).toEqual([
      { channel: "pawl_cancel", ids: ["run"] },
      { channel: "pawl_runs", ids: ["env:run"] },
      { channel: "pawl_work", ids: ["env"] },
    ]);
    await signals.flush();
  });

  it("send the first at once and those that follow together, each id once", async () => {
    const messages = await hear();
    const signals = createSignals(database.db.pool);
    signals.workAvailable("0");
    for (let round = 0; round < 3; round++) {
      for (let env = 1; env <= 5; env++) signals.workAvailable(String(env));
    }
    await until("two messages", () => messages.length === 2);
    await signals.flush();
    // Sent in this order, on two connections: which comes first is not said.
    const heard = messages.map((message) => message.ids).sort((a, b) => a.length - b.length);
    expect(heard).toEqual([["0"], ["1", "2", "3", "4", "5"]]);
  });

  it("gather the changes of a run before they send the first", async () => {
    const messages = await hear();
    const signals = createSignals(database.db.pool);
    for (const run of ["0", "1", "0", "2"]) signals.runChanged("env", run);
    await until("a message", () => messages.length === 1);
    await signals.flush();
    expect(messages.map((message) => message.ids)).toEqual([["env:0", "env:1", "env:2"]]);
  });

  it("split what does not fit into one message", async () => {
    const messages = await hear();
    const signals = createSignals(database.db.pool);
    const runs = Array.from({ length: 251 }, () => crypto.randomUUID());
    for (const run of runs) signals.runChanged(crypto.randomUUID(), run);
    await signals.flush();
    await until("all of them", () => messages.flatMap((message) => message.ids).length === 251);
    const sizes = messages.map((message) => message.ids.length);
    expect(sizes.sort((a, b) => a - b)).toEqual([51, 100, 100]);
  });

  it("go out when flushed, and have nothing left then", async () => {
    const messages = await hear();
    const signals = createSignals(database.db.pool);
    signals.workAvailable("a");
    signals.workAvailable("b");
    await signals.flush();
    await until("both", () => messages.length === 2);
    await signals.flush();
    await database.db.pool.query("SELECT pg_notify('pawl_work', 'last')");
    await until("the last", () => messages.at(-1)?.ids[0] === "last");
    // They travel on two connections, so either may be first.
    expect(messages.map((message) => message.ids).sort()).toEqual([["a"], ["b"], ["last"]]);
  });

  it("may be lost with the database, and nothing else is", async () => {
    const gone = openDatabase(database.url);
    await gone.close();
    const signals = createSignals(gone.pool);
    signals.workAvailable("env");
    await expect(signals.flush()).resolves.toBeUndefined();
  });
});
