import { z } from "zod";
import { withApi } from "#app/_lib/with-api.ts";
import { getTimeline } from "#worker/services/runs/get-timeline.ts";

const query = z.object({ after: z.string().optional() });

export const GET = withApi({ query }, ({ ctx, params, query: { after } }) =>
  getTimeline(ctx, params["runId"] ?? "", after),
);
