import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { runWithStream } from "#test/support/streams.ts";
import { openStream } from "#worker/services/streams/open.ts";

const database = useDatabase();

describe("openStream", () => {
  it("makes a stream known once", async () => {
    const { ctx, id, words } = await runWithStream(database.db);
    await openStream(ctx, words);
    await openStream(ctx, words);
    const streams = await ctx.db.prisma.runStream.findMany({ where: { runId: id } });
    expect(streams).toMatchObject([{ key: "words", length: 0 }]);
  });

  it("refuses more than a run may have", async () => {
    const { ctx, id, words } = await runWithStream(database.db);
    const keys = Array.from({ length: 100 }, (_, n) => `k${n}`);
    const createdAt = new Date();
    await ctx.db.prisma.runStream.createMany({
      data: keys.map((key) => ({ runId: id, key, createdAt })),
    });
    await expect(openStream(ctx, words)).rejects.toMatchObject({ code: "UNPROCESSABLE" });
    await openStream(ctx, { ...words, key: "k7" });
  });
});
