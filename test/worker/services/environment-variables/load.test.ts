import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { at } from "#test/support/runs.ts";
import { createWorkspace } from "#test/support/workspace.ts";
import type { EnvironmentContext } from "#worker/services/context.ts";
import { loadVariables } from "#worker/services/environment-variables/load.ts";

const database = useDatabase();
const start = new Date("2026-05-06T07:08:09.010Z");

async function setVariable(
  { db, environment, keyring }: EnvironmentContext,
  name: string,
  value: string,
) {
  await db.prisma.environmentVariable.create({
    data: { environmentId: environment.id, name, valueEncrypted: keyring.seal(value) },
  });
}

describe("loadVariables", () => {
  it("gives the environment's key and its variables, and no other environment's", async () => {
    const [mine, theirs] = await Promise.all([
      createWorkspace(database.db),
      createWorkspace(database.db),
    ]);
    await setVariable(mine.ctx, "STRIPE_KEY", "sk_1 ä");
    await setVariable(theirs.ctx, "OTHER", "1");
    expect(await loadVariables(mine.ctx, mine.ctx.environment.id, 0)).toEqual({
      TRIGGER_SECRET_KEY: mine.secretKey,
      STRIPE_KEY: "sk_1 ä",
    });
  });

  it("lets a variable win over the key of the environment", async () => {
    const { ctx } = await createWorkspace(database.db);
    await setVariable(ctx, "TRIGGER_SECRET_KEY", "tr_prod_other");
    expect(await loadVariables(ctx, ctx.environment.id, 0)).toEqual({
      TRIGGER_SECRET_KEY: "tr_prod_other",
    });
  });

  it("reads again at once for a newer version, and within a second else", async () => {
    const { ctx } = await createWorkspace(database.db);
    const load = (ms: number, version: number) =>
      loadVariables(at(ctx, new Date(start.getTime() + ms)), ctx.environment.id, version);
    await load(0, 0);
    await setVariable(ctx, "NEW", "1");
    expect(await load(1, 0)).not.toHaveProperty("NEW");
    expect(await load(1, 1)).toHaveProperty("NEW", "1");
    expect(await load(1_000, 0)).toHaveProperty("NEW", "1");
  });
});
