import { expect, it } from "vitest";
import { GET as getProgress } from "#app/api/v1/batches/[batchId]/progress/route.ts";
import { GET as listBatches } from "#app/api/v1/batches/route.ts";
import { useDatabase } from "#test/support/database.ts";
import { call, useWeb } from "#test/support/web.ts";
import { createWorkspace } from "#test/support/workspace.ts";
import { createBatch } from "#worker/services/batches/create.ts";

const database = useDatabase();
useWeb(database.url);

it("lists batches and shows how far one is", async () => {
  const { ctx, secretKey: key } = await createWorkspace(database.db);
  const { friendlyId: id } = await createBatch(ctx, { runCount: 2 });
  const list = await call(listBatches, { key, method: "GET" });
  expect(list.json.data).toMatchObject([{ id, status: "PENDING", itemCount: 2 }]);
  const one = await call(getProgress, { key, method: "GET", params: { batchId: id } });
  expect(one.json).toMatchObject({ id, refused: [], reused: [] });
});
