import { describe, expect, it } from "vitest";
import { GET } from "#app/api/health/route.ts";
import { useDatabase } from "#test/support/database.ts";
import { closeWeb, useWeb } from "#test/support/web.ts";

const database = useDatabase();
useWeb(database.url);

describe("GET /api/health", () => {
  it("is well while the database answers", async () => {
    const response = await GET();
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ status: "ok", product: "pawl" });
  });

  it("is unavailable when the database does not answer", async () => {
    await closeWeb();
    process.env.DATABASE_URL = "postgresql://127.0.0.1:1/nothing";
    const response = await GET();
    expect(response.status).toBe(503);
    expect(await response.json()).toMatchObject({ status: "unavailable" });
  });
});
