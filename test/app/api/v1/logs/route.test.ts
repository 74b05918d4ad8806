import { expect, it } from "vitest";
import { GET } from "#app/api/v1/logs/route.ts";
import { useDatabase } from "#test/support/database.ts";
import { call, expectRefusal, useWeb } from "#test/support/web.ts";
import { createWorkspace } from "#test/support/workspace.ts";

const database = useDatabase();
useWeb(database.url);

it("searches the logs of the key's environment, and refuses what is no cursor", async () => {
  const { secretKey: key } = await createWorkspace(database.db);
  const query = { level: "ERROR", search: "x", period: "1h" };
  const found = await call(GET, { key, method: "GET", query });
  expect([found.status, found.json]).toEqual([200, { data: [] }]);
  const refused = await call(GET, { key, method: "GET", query: { after: "1" } });
  expectRefusal(refused, 400, "VALIDATION", /after/);
});
