import { z } from "zod";
import { withApi } from "#app/_lib/with-api.ts";
import { addTags } from "#worker/services/runs/add-tags.ts";
import { tagsInput } from "#worker/services/runs/schemas.ts";

const body = z.object({ tags: tagsInput });

export const POST = withApi({ body }, async ({ ctx, params, body: { tags } }) => {
  const all = await addTags(ctx, { runId: params["runId"] ?? "", tags });
  return { message: `The run has ${all.length} tags.` };
});
