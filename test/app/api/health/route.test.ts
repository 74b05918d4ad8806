import { describe, expect, it } from "vitest";
import { GET } from "#app/api/health/route.ts";
import { useDatabase } from "#test/support/database.ts";
import { closeWeb, useWeb } from "#test/support/web.ts";
import { systemContext } from "#test/support/workspace.ts";
import { registerWorker } from "#worker/services/workers/register.ts";

const database = useDatabase();
useWeb(database.url);

function ask(query = ""): Promise<Response> {
  return GET(new Request(`http://localhost:3000/api/health${query}`));
}

describe("GET /api/health", () => {
  it("is well while the database answers, and says how many workers take work", async () => {
    const response = await ask();
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ status: "ok", product: "pawl", workers: 0 });
  });

  it("is unavailable without a worker to those who require one", async () => {
    expect((await ask("?require=worker")).status).toBe(503);
    await registerWorker(systemContext(database.db), { slots: 1, version: "1" });
    const response = await ask("?require=worker");
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ workers: 1 });
  });

  it("is unavailable when the database does not answer", async () => {
    await closeWeb();
    process.env.DATABASE_URL = "postgresql://127.0.0.1:1/nothing";
    const response = await ask();
    expect(response.status).toBe(503);
    expect(await response.json()).toMatchObject({ status: "unavailable" });
  });
});
