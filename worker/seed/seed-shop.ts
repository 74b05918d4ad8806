import { createHash } from "node:crypto";
import { type SeedOptions, seedRuns } from "#prisma/seed.ts";
import type { EnvironmentContext, ServiceContext } from "#worker/services/context.ts";
import { createDeployment } from "#worker/services/deployments/create.ts";
import { loadEnvironmentScope } from "#worker/services/environment-scope.ts";
import { setVariables } from "#worker/services/environment-variables/set.ts";
import { createProject } from "#worker/services/orgs/create-project.ts";
import { addWhatPeopleMade } from "./made-by-people.ts";
import { bindTicks, readPastTicks, tickScenes } from "./past-ticks.ts";
import { SHOP_PROJECT_REF, shopManifest } from "./shop-manifest.ts";
import { tallyRuns } from "./tally-runs.ts";

const DAY_MS = 86_400_000;
/** What each release brought. */
const COMMITS = [
  "Move the shop's mails to background tasks",
  "Retry deliveries of webhooks for a day",
  "Reconcile supplier invoices against purchase orders and goods received notes (#412)",
  "Ask for approval of refunds over 200 EUR",
  "Charge cards once, also when the answer of the provider is lost",
  "Transcode uploads on machines with more memory",
];
const DEPLOYED_BY = ["Ada Lovelace", "the API key “GitHub Actions”"];
/** Days before now at which the shop was deployed. */
const RELEASES = [40, 17, 9, 4, 1.6, 0.3];

/**
 * A project of an imaginary shop in the first organization, with all that its pages can show; one that
 * is there from an earlier seed is made anew. Production has the runs, staging a few, development none.
 */
export async function seedShop(ctx: ServiceContext, options: SeedOptions): Promise<string> {
  await removeShop(ctx);
  const organization = await ctx.db.prisma.organization.findFirstOrThrow({
    orderBy: { createdAt: "asc" },
  });
  await ctx.db.prisma.$transaction((tx) =>
    createProject(tx, ctx, {
      ...{ organizationId: organization.id, name: "Acme shop", slug: "acme-shop" },
      ref: SHOP_PROJECT_REF,
    }),
  );
  const environments = await ctx.db.prisma.environment.findMany({
    where: { project: { ref: SHOP_PROJECT_REF } },
    select: { id: true, slug: true },
  });
  for (const { id, slug } of environments) {
    const share = SHARES[slug] ?? 0;
    if (share === 0) continue;
    const scoped = { ...ctx, environment: await loadEnvironmentScope(ctx, id) };
    const runCount = Math.min(Math.ceil(options.runCount * share), share < 1 ? 500 : Infinity);
    // What executes in a seed takes places of the workers that run beside: one environment of it is enough.
    await fill(scoped, { ...options, runCount, isBusy: share === 1 });
  }
  return `/${organization.slug}/acme-shop/prod/runs`;
}

const SHARES: Record<string, number> = { prod: 1, staging: 0.05 };

async function fill(ctx: EnvironmentContext, options: SeedOptions): Promise<void> {
  const deployments = [];
  for (const [index, days] of RELEASES.entries()) {
    const at = new Date(options.now.getTime() - days * DAY_MS);
    const manifest = shopManifest(index + 1);
    const contents = `// Release ${index + 1}: a stand-in, no run of the seed is ever executed.`;
    const bundle = { files: [{ path: manifest.entryPoint, encoding: "utf8" as const, contents }] };
    const git = {
      ...{ commitRef: "main", commitMessage: COMMITS[index] ?? "Fix the build" },
      commitSha: createHash("sha1").update(contents).digest("hex"),
    };
    const actor = { kind: "system" as const, name: DEPLOYED_BY[index % 2] ?? "" };
    const then = { ...ctx, actor, clock: () => at };
    const { id } = await createDeployment(then, { manifest, bundle, git });
    deployments.push({ id, at });
  }
  await steer(ctx, options.now);
  const actor = { kind: "system" as const, name: "Ada Lovelace" };
  await setVariables({ ...ctx, actor }, VARIABLES, { override: true });
  const ticks = await readPastTicks(ctx, options.now);
  const target = { environmentId: ctx.environment.id, deployments };
  const moreScenes = tickScenes(ticks, options.now);
  await seedRuns(ctx.db.pool, target, { ...options, moreScenes });
  await bindTicks(ctx, ticks);
  options.onProgress?.("Counts, tokens and schedules");
  await tallyRuns(ctx, options.now);
  await addWhatPeopleMade(ctx, options.now);
}

/** What people have changed by hand: a queue that is paused, one with a limit of its own. */
async function steer(ctx: EnvironmentContext, now: Date): Promise<void> {
  const named = (name: string) => ({
    environmentId_name: { environmentId: ctx.environment.id, name },
  });
  const { queue } = ctx.db.prisma;
  const pausedAt = new Date(now.getTime() - 5.2 * 3_600_000);
  await queue.update({ where: named("reports"), data: { pausedAt, pausedBy: "Grace Hopper" } });
  await queue.update({
    where: named("catalogue"),
    data: { concurrencyLimitOverride: 6, overriddenAt: pausedAt, overriddenBy: "Ada Lovelace" },
  });
}

const VARIABLES = [
  { name: "DATABASE_URL", value: "postgres://shop:secret@db.internal/shop", isSecret: true },
  { name: "PAYMENTS_API_KEY", value: "sk_live_not_a_real_key", isSecret: true },
  { name: "MAIL_FROM", value: "Acme <orders@example.com>", isSecret: false },
  { name: "FEATURE_NEW_CHECKOUT", value: "true", isSecret: false },
];

async function removeShop(ctx: ServiceContext): Promise<void> {
  const environments = await ctx.db.prisma.environment.findMany({
    where: { project: { ref: SHOP_PROJECT_REF } },
    select: { id: true },
  });
  for (const { id } of environments) {
    await ctx.db.pool.query(
      "DELETE FROM run_event USING run WHERE run_event.run_id = run.id AND run.environment_id = $1",
      [id],
    );
    await ctx.db.pool.query("DELETE FROM run WHERE environment_id = $1", [id]);
    // A deployment keeps its bundle, and a cascade does not order the two.
    await ctx.db.prisma.deployment.deleteMany({ where: { environmentId: id } });
  }
  await ctx.db.prisma.project.deleteMany({ where: { ref: SHOP_PROJECT_REF } });
}
