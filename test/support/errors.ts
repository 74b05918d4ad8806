import { randomUUID } from "node:crypto";
import type { Prisma } from "#prisma/generated/client.ts";
import { friendlyId } from "#worker/domain/ids.ts";
import type { EnvironmentContext } from "#worker/services/context.ts";
import { newId } from "#worker/services/new-id.ts";

/** A group's row without the runs it is of. Returns its public id. */
export async function insertErrorGroup(
  ctx: EnvironmentContext,
  overrides: Partial<Prisma.ErrorGroupCreateInput> = {},
): Promise<string> {
  const id = newId();
  const now = ctx.clock();
  await ctx.db.prisma.errorGroup.create({
    data: {
      ...{ id, environmentId: ctx.environment.id, taskSlug: "hello", fingerprint: randomUUID() },
      ...{ name: "Error", message: "m", status: "UNRESOLVED", count: 1 },
      ...{ firstSeenAt: now, lastSeenAt: now, newestRunId: newId(), newestDeploymentId: newId() },
      ...overrides,
    },
  });
  return friendlyId("error", id);
}
