import { once } from "node:events";
import { createServer, type Server } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { until } from "#test/support/until.ts";
import { standingConnection } from "#worker/services/standing-connection.ts";

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** A server that answers every connection as a database does that is not there: it hangs up. */
async function hangingUp() {
  const connectedAt: number[] = [];
  const server: Server = createServer((socket) => {
    connectedAt.push(performance.now());
    socket.on("error", () => {});
    socket.destroy();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  closing.push(async () => server.close());
  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;
  return { url: `postgres://127.0.0.1:${port}/nothing`, connectedAt };
}

describe("a standing connection", () => {
  it("tries again one connection at a time while the database is away", async () => {
    const { url, connectedAt } = await hangingUp();
    const reconnectMs = 20;
    const connection = standingConnection({
      url,
      applicationName: "test",
      reconnectMs,
      onConnected: async () => {},
    });
    closing.unshift(connection.close);
    await until("some tries", () => connectedAt.length >= 8);
    const gaps = connectedAt.slice(1).map((at, index) => at - (connectedAt[index] ?? 0));
    // Two tries at once would follow each other within a millisecond.
    expect(Math.min(...gaps)).toBeGreaterThan(reconnectMs / 2);
  });

  it("does not try again once it is closed", async () => {
    const { url, connectedAt } = await hangingUp();
    const connection = standingConnection({
      url,
      applicationName: "test",
      reconnectMs: 1,
      onConnected: async () => {},
    });
    await until("a try", () => connectedAt.length >= 1);
    await connection.close();
    const tries = connectedAt.length;
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(connectedAt.length).toBeLessThanOrEqual(tries + 1);
  });
});
