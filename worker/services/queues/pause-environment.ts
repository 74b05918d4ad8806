import type { EnvironmentLoadView } from "#worker/domain/views.ts";
import { actorName } from "../actor-name.ts";
import { authorize } from "../authorize.ts";
import type { EnvironmentContext } from "../context.ts";
import { inTransaction } from "../transaction.ts";
import { readEnvironmentLoad } from "./get-environment.ts";
import { handBackAdmitted } from "./hand-back-admitted.ts";
import { voidAdmission } from "./sql.ts";

/** Nothing new starts in the environment; what executes finishes. Pausing twice is pausing once. */
export async function pauseEnvironment(ctx: EnvironmentContext): Promise<EnvironmentLoadView> {
  authorize(ctx, "write", { type: "queues" });
  const by = await actorName(ctx);
  const at = ctx.clock();
  const environmentId = ctx.environment.id;
  const handedBack = await inTransaction(ctx.db.pool, async (client) => {
    await client.query({
      name: "pause-environment",
      text: "UPDATE environment SET paused_at = $2, paused_by = $3 WHERE id = $1 AND paused_at IS NULL",
      values: [environmentId, at, by],
    });
    // An admission that read before the pause does not come after it.
    await voidAdmission(client, environmentId);
    const reason = "The environment was paused before it started";
    return handBackAdmitted(client, { environmentId, at, reason });
  });
  for (const run of handedBack) ctx.signals.runChanged(environmentId, run.id);
  return readEnvironmentLoad(ctx);
}
