import { afterEach, describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { until } from "#test/support/until.ts";
import { listen } from "#worker/services/listen.ts";
import type { StandingConnection } from "#worker/services/standing-connection.ts";

const database = useDatabase();
const open: StandingConnection[] = [];

afterEach(async () => {
  for (const listener of open.splice(0)) await listener.close();
});

/** A listener on two channels, and what it has heard. */
async function start() {
  const heard: string[] = [];
  let connections = 0;
  const listener = listen({
    url: database.url,
    channels: {
      test_one: (ids) => heard.push(`one ${ids.join(" ")}`),
      test_two: (ids) => heard.push(`two ${ids.join(" ")}`),
    },
    onConnected: () => connections++,
  });
  open.push(listener);
  await until("the connection", () => connections === 1);
  return { heard, listener, connections: () => connections };
}

function notify(channel: string, message: string) {
  return database.db.pool.query("SELECT pg_notify($1, $2)", [channel, message]);
}

describe("listen", () => {
  it("gives each channel the ids of its notifications", async () => {
    const { heard } = await start();
    await notify("test_one", "a,b");
    await notify("test_three", "x");
    await notify("test_two", "c");
    await until("the notifications", () => heard.length === 2);
    expect(heard).toEqual(["one a b", "two c"]);
  });

  it("comes back by itself when its connection breaks, and says so", async () => {
    const { heard, connections } = await start();
    await database.db.pool.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'pawl-listen' AND datname = current_database()",
    );
    await until("the second connection", () => connections() === 2);
    await notify("test_one", "again");
    await until("the notification", () => heard.length === 1);
    expect(heard).toEqual(["one again"]);
  });

  it("hears nothing after it was closed, also when it was not connected yet", async () => {
    const { heard, listener } = await start();
    await listener.close();
    await notify("test_one", "late");
    const early = listen({ url: database.url, channels: { test_one: () => heard.push("early") } });
    await early.close();
    expect(heard).toEqual([]);
  });
});
