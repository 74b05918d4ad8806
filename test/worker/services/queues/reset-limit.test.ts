import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { expectGuarded, prepareQueues, rungBells } from "#test/support/queues.ts";
import { createWorkspace } from "#test/support/workspace.ts";
import { resetLimit } from "#worker/services/queues/reset-limit.ts";

const database = useDatabase();
const emails = { type: "custom", value: "emails" } as const;

describe("resetLimit", () => {
  it("lets the code's limit hold again, and rings the bell", async () => {
    const limits = { emails: { limit: 4, override: 1 } };
    const ctx = await prepareQueues(database.db, { limits });
    const { signals, rung } = rungBells();
    const current = { current: 4, base: 4, override: null, overriddenAt: null, overriddenBy: null };
    const expected = { concurrencyLimit: 4, concurrency: current };
    expect(await resetLimit({ ...ctx, signals }, emails)).toMatchObject(expected);
    expect(rung).toEqual([ctx.environment.id]);
    expect(await resetLimit({ ...ctx, signals }, emails)).toMatchObject(expected);
    expect(rung).toHaveLength(1);
  });

  it("is for those who may write this environment's queues", async () => {
    await expectGuarded(await createWorkspace(database.db), resetLimit, "write");
  });
});
