import { expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { runWithStream, write } from "#test/support/streams.ts";
import { createWorkspace } from "#test/support/workspace.ts";
import { listStreams } from "#worker/services/streams/list.ts";

const database = useDatabase();

it("listStreams shows each stream of a run with its last parts", async () => {
  const { ctx, words } = await runWithStream(database.db);
  expect(await listStreams(ctx, words.runId)).toEqual({ streams: [] });
  await write(
    ctx,
    words,
    Array.from({ length: 103 }, (_, n) => n),
  );
  const later = { ...ctx, clock: () => new Date(Date.now() + 1_000) };
  await write(later, { ...words, key: "a" }, [{ x: 1 }]);
  const { streams } = await listStreams(ctx, words.runId);
  expect(streams.map(({ key, length }) => [key, length])).toEqual([
    ["words", 103],
    ["a", 1],
  ]);
  expect(streams[0]?.parts.map(({ data }) => Number(data))).toEqual(
    Array.from({ length: 100 }, (_, n) => n + 3),
  );
  expect(streams[1]).toMatchObject({ bytes: 7, parts: [{ index: 0, data: '{"x":1}' }] });
  const { ctx: other } = await createWorkspace(database.db);
  await expect(listStreams(other, words.runId)).rejects.toMatchObject({ code: "NOT_FOUND" });
});
