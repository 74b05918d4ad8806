import type { RunFacetsView } from "#worker/domain/runs/views.ts";
import { authorize } from "../authorize.ts";
import type { EnvironmentContext } from "../context.ts";

const RUNS_LOOKED_AT = 2_000;
const VALUES_EACH = 50;

/** What the newest runs have in common, the most frequent first: to choose a filter from. */
export async function listRunFacets(ctx: EnvironmentContext): Promise<RunFacetsView> {
  authorize(ctx, "read", { type: "runs" });
  const { rows } = await ctx.db.pool.query<{ kind: keyof RunFacetsView; values: string[] }>({
    name: "list-run-facets",
    text: `
      WITH newest AS MATERIALIZED (
        SELECT tags, queue_name, concurrency_key, deployment_id FROM run
        WHERE environment_id = $1 ORDER BY id DESC LIMIT ${RUNS_LOOKED_AT}
      ), facet AS (
        SELECT 'tags' AS kind, unnest(tags) AS value FROM newest
        UNION ALL SELECT 'queues', queue_name FROM newest
        UNION ALL SELECT 'keys', concurrency_key FROM newest WHERE concurrency_key <> ''
      ), counted AS (
        SELECT kind, value, row_number() OVER (PARTITION BY kind ORDER BY count(*) DESC, value) AS rank
        FROM facet GROUP BY kind, value
        UNION ALL
        -- Every version that is kept, whether it ran lately or not.
        SELECT 'versions', version, row_number() OVER (ORDER BY id DESC) FROM deployment WHERE environment_id = $1
      )
      SELECT kind, array_agg(value ORDER BY rank) AS values FROM counted WHERE rank <= ${VALUES_EACH} GROUP BY kind`,
    values: [ctx.environment.id],
  });
  const facets: RunFacetsView = { tags: [], queues: [], keys: [], versions: [] };
  for (const { kind, values } of rows) facets[kind] = values;
  return facets;
}
