import { notFound } from "#worker/domain/errors.ts";
import { friendlyId, parseFriendlyId } from "#worker/domain/ids.ts";
import type { Action } from "#worker/domain/permissions.ts";
import { authorize } from "../authorize.ts";
import type { EnvironmentContext } from "../context.ts";
import type { QueueReference } from "./schemas.ts";

/** The queue's row, once the actor may do this to it. Throws NOT_FOUND, also for a queue of another environment. */
export async function findQueue(
  ctx: EnvironmentContext,
  action: Action,
  { type, value }: QueueReference,
) {
  const environmentId = ctx.environment.id;
  const id = type === "id" ? parseFriendlyId("queue", value) : null;
  const which =
    type === "id" ? { id: id ?? "" } : { name: type === "task" ? `task/${value}` : value };
  const row =
    type === "id" && !id
      ? null
      : await ctx.db.prisma.queue.findFirst({ where: { environmentId, ...which } });
  if (!row) throw notFound(`Queue ${value}`);
  authorize(
    ctx,
    action,
    { type: "queues", id: friendlyId("queue", row.id) },
    { type: "queues", id: row.name },
  );
  return row;
}
