import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { runWithStream, write } from "#test/support/streams.ts";
import { createWorkspace } from "#test/support/workspace.ts";
import { cancelRun } from "#worker/services/runs/cancel.ts";
import { findStreamLength, readStream } from "#worker/services/streams/read.ts";

const database = useDatabase();

describe("readStream", () => {
  it("gives parts from a place on, and says when none can follow", async () => {
    const { ctx, id: runId, words } = await runWithStream(database.db);
    const place = { runId, key: "words" };
    expect(await readStream(ctx, { ...place, from: 0 })).toEqual({ parts: [], isOver: false });
    await write(ctx, words, ["a", "b", "c"]);
    const { parts } = await readStream(ctx, { ...place, from: 1 });
    expect(parts.map(({ index, data }) => [index, data])).toEqual([
      [1, '"b"'],
      [2, '"c"'],
    ]);
    expect(await findStreamLength(ctx, place)).toBe(3);
    expect(await findStreamLength(ctx, { ...place, key: "other" })).toBe(0);
    await cancelRun(ctx, words.runId);
    expect(await readStream(ctx, { ...place, from: 3 })).toEqual({ parts: [], isOver: true });
  });

  it("gives many in slices, which are not the end", async () => {
    const { ctx, id: runId, words } = await runWithStream(database.db);
    await write(
      ctx,
      words,
      Array.from({ length: 501 }, (_, n) => n),
    );
    await cancelRun(ctx, words.runId);
    const first = await readStream(ctx, { runId, key: "words", from: 0 });
    expect([first.parts.length, first.isOver]).toEqual([500, false]);
    const last = await readStream(ctx, { runId, key: "words", from: 500 });
    expect([last.parts.length, last.isOver]).toEqual([1, true]);
    const { ctx: other } = await createWorkspace(database.db);
    expect(await findStreamLength(other, { runId, key: "words" })).toBe(0);
  });
});
