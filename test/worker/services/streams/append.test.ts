import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { runWithStream, write } from "#test/support/streams.ts";
import { appendToStream } from "#worker/services/streams/append.ts";
import { readStream } from "#worker/services/streams/read.ts";

const database = useDatabase();

async function stream() {
  const made = await runWithStream(database.db);
  const place = { runId: made.id, key: "words" };
  const parts = async () => {
    const { parts } = await readStream(made.ctx, { ...place, from: 0 });
    return parts.map(({ index, data }) => [index, JSON.parse(data)]);
  };
  return { ...made, place, parts };
}

describe("appendToStream", () => {
  it("adds parts to the end, and opens the stream where it is not there", async () => {
    const { ctx, words, parts } = await stream();
    await write(ctx, words, ["a", { b: "\0" }]);
    await write(ctx, words, []);
    await write(ctx, words, [3]);
    expect(await parts()).toEqual([
      [0, "a"],
      [1, { b: "\0" }],
      [2, 3],
    ]);
  });

  it("adds nothing of a writer's that it has, whatever part of it is repeated", async () => {
    const { ctx, words, parts } = await stream();
    await write(ctx, words, ["a", "b"], { id: "w", from: 0 });
    await write(ctx, words, ["a", "b", "c"], { id: "w", from: 0 });
    await write(ctx, words, ["b"], { id: "w", from: 1 });
    await write(ctx, words, ["other"], { id: "v", from: 0 });
    expect((await parts()).map(([, part]) => part)).toEqual(["a", "b", "c", "other"]);
  });

  it("gives each part a place of its own when many write at once", async () => {
    const { ctx, words, parts } = await stream();
    const writers = Array.from({ length: 10 }, (_, n) => ({ id: `w${n}`, from: 0 }));
    await Promise.all(writers.map((writer) => write(ctx, words, [writer.id, writer.id], writer)));
    const written = await parts();
    expect(written.map(([index]) => index)).toEqual(Array.from({ length: 20 }, (_, n) => n));
  });

  it("refuses what does not fit any more", async () => {
    const { ctx, words, place, parts } = await stream();
    await write(ctx, words, ["first"]);
    await ctx.db.prisma.runStream.update({
      where: { runId_key: place },
      data: { bytes: 300 * 1024 * 1024 - 10 },
    });
    await expect(write(ctx, words, ["x".repeat(20)])).rejects.toMatchObject({ code: "TOO_LARGE" });
    expect(await parts()).toHaveLength(1);
    await expect(
      appendToStream(ctx, { ...words, runId: "run_nothing" }, { parts: ["1"] }),
    ).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});
