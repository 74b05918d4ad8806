import { expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { insertRun } from "#test/support/runs.ts";
import { createWorkspace } from "#test/support/workspace.ts";
import { friendlyId } from "#worker/domain/ids.ts";
import { listRuns, listRunsQuery } from "#worker/services/runs/list.ts";

const database = useDatabase();

it("finds runs by what they carry, within the last day unless a time is given", async () => {
  const { ctx } = await createWorkspace(database.db);
  const id = async (overrides: Parameters<typeof insertRun>[2]) =>
    friendlyId("run", await insertRun(ctx, "COMPLETED", overrides));
  const old = await id({
    payload: '{"userId":42}',
    createdAt: new Date(Date.now() - 3 * 86_400_000),
  });
  const plain = await id({ payload: '{"userId":42,"to":"ada@example.com"}', output: '{"n":7}' });
  const rich = await id({
    payload: '{"json":{"userId":"42"},"meta":{}}',
    payloadType: "application/super+json",
  });
  await id({ payload: '{"userId":420}' });
  await id({ payload: "userId 42", payloadType: "text/plain" });
  await id({ payload: '{"userId":42', metadata: { stage: "shipped" } });
  const list = async (...fields: string[]) => {
    const query = listRunsQuery.parse({ "filter[fields]": JSON.stringify(fields) });
    return listRuns(ctx, query);
  };
  const ids = async (...fields: string[]) => (await list(...fields)).data.map((run) => run.id);
  expect(await ids("payload.userId = 42")).toEqual([rich, plain]);
  expect(await ids("payload.userId = 42", "output.n > 6")).toEqual([plain]);
  expect(await ids("metadata.stage ~ SHIP")).toHaveLength(1);
  expect(await ids("payload.userId = 41")).toEqual([]);
  const week = { "filter[fields]": '["payload.userId = 42"]', "filter[createdAt][period]": "7d" };
  const { data, searched } = await listRuns(ctx, listRunsQuery.parse(week));
  expect(data.map((run) => run.id)).toEqual([rich, plain, old]);
  expect(searched).toEqual({ runs: 5_000 });
});

it.each(['["userId = 1"]', "payload.a = 1", "[]", '["payload.a"]'])("refuses %s", (text) => {
  expect(listRunsQuery.safeParse({ "filter[fields]": text }).error?.issues[0]?.message).toMatch(
    /payload\.userId = 42/,
  );
});
