import { expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { runWithStream, write } from "#test/support/streams.ts";
import { findLastChunk } from "#worker/services/streams/find-last-chunk.ts";

const database = useDatabase();

it("findLastChunk says how far a writer has come, to that writer", async () => {
  const { ctx, words } = await runWithStream(database.db);
  expect(await findLastChunk(ctx, words, "w")).toBe(-1);
  await write(ctx, words, ["a", "b"], { id: "w", from: 0 });
  await write(ctx, words, ["c"], { id: "w", from: 2 });
  expect(await findLastChunk(ctx, words, "w")).toBe(2);
  expect(await findLastChunk(ctx, words, "toString")).toBe(-1);
});
