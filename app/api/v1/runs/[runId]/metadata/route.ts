import { withApi } from "#app/_lib/with-api.ts";
import { getMetadata } from "#worker/services/runs/get-metadata.ts";
import { metadataInput } from "#worker/services/runs/schemas.ts";
import { updateMetadata } from "#worker/services/runs/update-metadata.ts";

const MAX_BODY_BYTES = 2 * 1024 * 1024;

export const GET = withApi({}, async ({ ctx, params }) => ({
  metadata: await getMetadata(ctx, params["runId"] ?? ""),
}));

export const PUT = withApi(
  { body: metadataInput, maxBodyBytes: MAX_BODY_BYTES },
  async ({ ctx, request, params, body }) => ({
    metadata: await updateMetadata(ctx, {
      runId: params["runId"] ?? "",
      update: body,
      requestKey: request.headers.get("x-trigger-request-idempotency-key") ?? undefined,
    }),
  }),
);
