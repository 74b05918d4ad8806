import { z } from "zod";
import { withStatusNames } from "#app/_lib/status-names.ts";
import { withApi } from "#app/_lib/with-api.ts";
import { rescheduleRun } from "#worker/services/runs/reschedule.ts";

const body = z.object({ delay: z.string().max(100) });

export const POST = withApi({ body }, async ({ ctx, request, params, body: { delay } }) =>
  withStatusNames(request, await rescheduleRun(ctx, { runId: params["runId"] ?? "", delay })),
);
