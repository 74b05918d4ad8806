import { withApi } from "#app/_lib/with-api.ts";
import { createBatch } from "#worker/services/batches/create.ts";
import { createBatchInput } from "#worker/services/batches/schemas.ts";
import { publicTokenClaims, signPublicToken } from "#worker/services/public-tokens/sign.ts";
import { spendToken } from "#worker/services/public-tokens/spend.ts";

export { OPTIONS } from "#app/_lib/with-api.ts";

export const POST = withApi({ cors: true, body: createBatchInput }, async ({ ctx, body }) => {
  // Sent again, only its idempotency key would lead to the same batch.
  const create = () => createBatch(ctx, body);
  const { friendlyId, runCount, isCached, idempotencyKey } = await spendToken(
    ctx,
    body.idempotencyKey,
    create,
  );
  // A browser that may create the batch must be able to send its items with what it gets here.
  const scopes = [
    `read:batch:${friendlyId}`,
    ...(ctx.actor.kind === "publicToken" ? [`write:batch:${friendlyId}`] : []),
  ];
  const token = await signPublicToken(ctx, { scopes, expiresInSeconds: 3_600 });
  return Response.json(
    { id: friendlyId, runCount, isCached, ...(idempotencyKey !== undefined && { idempotencyKey }) },
    {
      status: isCached ? 200 : 202,
      headers: {
        "x-trigger-jwt": token,
        "x-trigger-jwt-claims": JSON.stringify(publicTokenClaims(ctx)),
      },
    },
  );
});
