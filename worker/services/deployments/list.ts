import type { z } from "zod";
import type { CursorPage } from "#sdk/wire/api.ts";
import type { DeploymentObject } from "#sdk/wire/deployment.ts";
import { authorize } from "../authorize.ts";
import type { EnvironmentContext } from "../context.ts";
import {
  createdAtWhere,
  csv,
  cursorQuery,
  instant,
  periodText,
  readPosition,
  toPage,
} from "../cursor-page.ts";
import { presentDeployment } from "./present.ts";
import { readDeployments } from "./sql.ts";

/** As the published client names them. */
export const listDeploymentsQuery = cursorQuery.extend({
  status: csv.optional(),
  period: periodText.optional(),
  from: instant.optional(),
  to: instant.optional(),
});

/** Newest first. Each with how many runs it started and what became of them. */
export async function listDeployments(
  ctx: EnvironmentContext,
  query: z.infer<typeof listDeploymentsQuery>,
): Promise<CursorPage<DeploymentObject>> {
  authorize(ctx, "read", { type: "deployments" });
  // A bundle that is not here is no deployment: of the other states there are none.
  if (query.status && !query.status.includes("DEPLOYED")) return { data: [], pagination: {} };
  const position = readPosition("deployment", query);
  const { createdAt } = createdAtWhere(ctx.clock(), query);
  const read = await readDeployments(ctx.db.pool, {
    environmentId: ctx.environment.id,
    after: position.after,
    before: position.before,
    from: createdAt?.gte,
    to: createdAt?.lte,
    limit: position.size + 1,
  });
  const { rows, pagination } = toPage("deployment", position, read);
  return { data: rows.map(presentDeployment), pagination };
}
