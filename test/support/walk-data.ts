import { openDatabase } from "#prisma/client.ts";
import { friendlyId, type IdPrefix } from "#worker/domain/ids.ts";
import { seedShop } from "#worker/seed/seed-shop.ts";
import { createBulkAction } from "#worker/services/bulk-actions/create.ts";
import { loadEnvironmentScope } from "#worker/services/environment-scope.ts";
import { createInvitation } from "#worker/services/invitations/create.ts";
import { createWaitpoint } from "#worker/services/waitpoints/create.ts";
import { systemContext } from "./workspace.ts";

/** Public ids of one thing of each kind in the shop's production. */
export interface WalkData {
  base: string;
  run: string;
  batch: string;
  queue: string;
  token: string;
  bulkAction: string;
  error: string;
  version: string;
  invitation: string;
}

/** A small shop in the running product, with something for every page to show. */
export async function seedWalk(databaseUrl: string): Promise<WalkData> {
  const db = openDatabase(databaseUrl, { maxConnections: 2 });
  try {
    const system = systemContext(db);
    const path = await seedShop(system, { runCount: 300, timelineCount: 60, now: new Date() });
    const { id, projectId } = await db.prisma.environment.findFirstOrThrow({
      where: { slug: "prod", project: { slug: "acme-shop" } },
    });
    const ctx = { ...system, environment: await loadEnvironmentScope(system, id) };
    const where = { environmentId: id };
    const [batch, queue, deployment, group, failed] = await Promise.all([
      db.prisma.batch.findFirstOrThrow({ where }),
      db.prisma.queue.findFirstOrThrow({ where: { ...where, name: "emails" } }),
      db.prisma.deployment.findFirstOrThrow({ where: { ...where, isCurrent: true } }),
      db.prisma.errorGroup.findFirstOrThrow({ where, orderBy: { id: "asc" } }),
      db.prisma.run.findFirstOrThrow({
        where: { ...where, status: "FAILED" },
        orderBy: { id: "desc" },
      }),
    ]);
    const publicId = (prefix: IdPrefix, row: { id: string }) => friendlyId(prefix, row.id);
    const bulk = await createBulkAction(ctx, {
      ...{ action: "replay", name: "After the fix of the payment provider" },
      selection: { by: "IDS", runIds: [failed.id] },
    });
    const token = await createWaitpoint(ctx, { input: { tags: ["order_1001"], timeout: "7d" } });
    const { organization } = await db.prisma.project.findUniqueOrThrow({
      where: { id: projectId },
      include: { organization: true },
    });
    const { token: invitation } = await createInvitation(
      { ...system, organization },
      { role: "VIEWER", validDays: 1 },
    );
    return {
      base: path.replace(/\/runs$/, ""),
      run: publicId("run", failed),
      batch: publicId("batch", batch),
      queue: publicId("queue", queue),
      token: token.friendlyId,
      bulkAction: bulk.id,
      error: publicId("error", group),
      version: deployment.version,
      invitation,
    };
  } finally {
    await db.close();
  }
}
