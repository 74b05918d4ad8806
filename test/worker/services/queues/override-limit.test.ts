import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { admit, expectGuarded, prepareQueues, queue, rungBells } from "#test/support/queues.ts";
import { createWorkspace } from "#test/support/workspace.ts";
import { overrideLimit } from "#worker/services/queues/override-limit.ts";

const database = useDatabase();
const emails = { type: "custom", value: "emails" } as const;

describe("overrideLimit", () => {
  it("raises a limit at once", async () => {
    const ctx = await prepareQueues(database.db, { limits: { emails: { limit: 1 } } });
    await queue(ctx, "emails", "emails", "emails");
    expect(await admit(ctx)).toBe(1);
    const { signals, rung } = rungBells();
    const overridden = await overrideLimit({ ...ctx, signals }, emails, 2);
    expect(overridden).toMatchObject({
      concurrencyLimit: 2,
      concurrency: { current: 2, base: 1, override: 2 },
    });
    expect(overridden.concurrency.overriddenBy).toMatch(/^the API key/);
    expect(Date.parse(overridden.concurrency.overriddenAt ?? "")).toBeGreaterThan(0);
    expect(rung).toEqual([ctx.environment.id]);
    expect(await admit(ctx)).toBe(1);
  });

  it("may be 0, and then nothing starts", async () => {
    const ctx = await prepareQueues(database.db, { limits: { emails: {} } });
    await queue(ctx, "emails");
    await overrideLimit(ctx, emails, 0);
    expect(await admit(ctx)).toBe(0);
  });

  it("keeps who set it when the same is set again", async () => {
    const workspace = await createWorkspace(database.db);
    const data = { id: crypto.randomUUID(), name: "emails", type: "CUSTOM" } as const;
    const environmentId = workspace.ctx.environment.id;
    await database.db.prisma.queue.create({ data: { ...data, environmentId } });
    await overrideLimit(await workspace.asMember("OWNER"), emails, 3);
    const again = await overrideLimit(workspace.ctx, emails, 3);
    expect(again.concurrency.overriddenBy).toBe("OWNER");
  });

  it("is for those who may write this environment's queues", async () => {
    const workspace = await createWorkspace(database.db);
    await expectGuarded(workspace, (ctx, reference) => overrideLimit(ctx, reference, 1), "write");
  });
});
