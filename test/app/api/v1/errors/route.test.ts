import { expect, it } from "vitest";
import { POST as changeError, GET as getError } from "#app/api/v1/errors/[errorId]/route.ts";
import { GET as listErrors } from "#app/api/v1/errors/route.ts";
import { useDatabase } from "#test/support/database.ts";
import { insertErrorGroup } from "#test/support/errors.ts";
import { call, expectRefusal, useWeb } from "#test/support/web.ts";
import { createWorkspace } from "#test/support/workspace.ts";

const database = useDatabase();
useWeb(database.url);

it("lists, shows and changes groups of errors, and refuses what is no change", async () => {
  const { ctx, secretKey: key } = await createWorkspace(database.db);
  const id = await insertErrorGroup(ctx);
  const list = await call(listErrors, { key, method: "GET" });
  expect(list.json.data).toMatchObject([{ id, status: "UNRESOLVED" }]);
  const params = { errorId: id };
  const shown = await call(getError, { key, method: "GET", params });
  expect(shown.json).toMatchObject({ id, runs: [], versions: [], occurrences: [] });
  const changed = await call(changeError, { key, params, body: { action: "resolve" } });
  expect(changed.json).toMatchObject({ id, status: "RESOLVED" });
  const refused = await call(changeError, { key, params, body: { action: "forget" } });
  expectRefusal(refused, 400, "VALIDATION", /not valid/);
});
