import type { Database } from "#prisma/client.ts";
import { systemContext } from "#test/support/workspace.ts";
import { seedShop } from "#worker/seed/seed-shop.ts";
import { SHOP_PROJECT_REF } from "#worker/seed/shop-manifest.ts";
import type { EnvironmentContext } from "#worker/services/context.ts";
import { loadEnvironmentScope } from "#worker/services/environment-scope.ts";
import { bootstrapInstallation } from "#worker/services/orgs/bootstrap.ts";

/** `SEED=small` for a quick look. */
const RUNS = process.env.SEED === "small" ? 10_000 : 1_000_000;

/** Production of the shop that `SEED=large npm run seed` makes; made on the first call for a database. */
export async function seededShop(
  db: Database,
  options: { runCount?: number; timelineCount?: number } = {},
): Promise<EnvironmentContext> {
  const ctx = systemContext(db);
  const find = () =>
    db.prisma.environment.findFirst({
      where: { slug: "prod", project: { ref: SHOP_PROJECT_REF } },
    });
  if (!(await find())) {
    await bootstrapInstallation(ctx);
    await seedShop(ctx, { runCount: RUNS, now: new Date(), ...options });
    await db.pool.query("VACUUM ANALYZE run");
  }
  const environment = await find();
  if (!environment) throw new Error("The seed makes the shop.");
  return { ...ctx, environment: await loadEnvironmentScope(ctx, environment.id) };
}
