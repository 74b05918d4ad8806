import { readJsonLines } from "#app/_lib/json-lines.ts";
import { readTraceOrigin } from "#app/_lib/trace-origin.ts";
import { withApi } from "#app/_lib/with-api.ts";
import { addBatchItems } from "#worker/services/batches/add-items.ts";
import { batchItemInput } from "#worker/services/batches/schemas.ts";
import { sealIfComplete } from "#worker/services/batches/seal.ts";

export { OPTIONS } from "#app/_lib/with-api.ts";

const GROUP = 500;

/** Newline-delimited JSON of any length, triggered in groups as it arrives. */
export const POST = withApi({ cors: true }, async ({ ctx, request, params }) => {
  const id = params["batchId"] ?? "";
  const trace = readTraceOrigin(request.headers);
  let itemsAccepted = 0;
  let itemsDeduplicated = 0;
  for await (const items of readJsonLines(request, batchItemInput, GROUP)) {
    const { accepted, deduplicated } = await addBatchItems(ctx, id, items, trace);
    itemsAccepted += accepted;
    itemsDeduplicated += deduplicated;
  }
  return { id, itemsAccepted, itemsDeduplicated, ...(await sealIfComplete(ctx, id)) };
});
