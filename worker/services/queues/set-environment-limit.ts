import type { EnvironmentLoadView } from "#worker/domain/views.ts";
import { authorize } from "../authorize.ts";
import type { EnvironmentContext } from "../context.ts";
import { inTransaction } from "../transaction.ts";
import { readEnvironmentLoad } from "./get-environment.ts";
import { voidAdmission } from "./sql.ts";

/** How many runs of the environment execute at once. What executes above a lower limit finishes. */
export async function setEnvironmentLimit(
  ctx: EnvironmentContext,
  concurrencyLimit: number,
): Promise<EnvironmentLoadView> {
  authorize(ctx, "write", { type: "queues" });
  await inTransaction(ctx.db.pool, async (client) => {
    await client.query({
      name: "set-environment-limit",
      text: "UPDATE environment SET concurrency_limit = $2 WHERE id = $1",
      values: [ctx.environment.id, concurrencyLimit],
    });
    // An admission that read the higher limit does not come after it.
    await voidAdmission(client, ctx.environment.id);
  });
  ctx.signals.workAvailable(ctx.environment.id);
  return readEnvironmentLoad(ctx);
}
