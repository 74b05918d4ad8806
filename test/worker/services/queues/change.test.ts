import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { prepareQueues, rungBells } from "#test/support/queues.ts";
import { changeQueue } from "#worker/services/queues/change.ts";

const database = useDatabase();
const emails = { type: "custom", value: "emails" } as const;

describe("changeQueue", () => {
  it("changes what is decided and nothing else", async () => {
    const ctx = await prepareQueues(database.db, { limits: { emails: { override: 3 } } });
    const pausedAt = new Date(1_000);
    await changeQueue(ctx, emails, async () => ({ pausedAt }));
    const where = { environmentId: ctx.environment.id };
    const row = await ctx.db.prisma.queue.findFirstOrThrow({ where });
    expect(row).toMatchObject({ pausedAt, concurrencyLimitOverride: 3 });
  });

  it("touches and rings nothing when there is nothing to change", async () => {
    const ctx = await prepareQueues(database.db, { limits: { emails: {} } });
    const { signals, rung } = rungBells();
    await changeQueue({ ...ctx, signals }, emails, async () => null);
    expect(rung).toEqual([]);
  });
});
