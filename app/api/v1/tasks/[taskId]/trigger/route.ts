import { withApi } from "#app/_lib/with-api.ts";
import { publicTokenClaims, signPublicToken } from "#worker/services/public-tokens/sign.ts";
import { triggerInput } from "#worker/services/runs/schemas.ts";
import { triggerRun } from "#worker/services/runs/trigger.ts";

export { OPTIONS } from "#app/_lib/with-api.ts";

export const POST = withApi(
  { cors: true, body: triggerInput },
  async ({ ctx, request, params, body }) => {
    const { headers } = request;
    const run = await triggerRun(ctx, {
      taskId: params["taskId"] ?? "",
      input: withHeaderKey(body, headers),
      requestKey: headers.get("x-trigger-request-idempotency-key") ?? undefined,
      sdkVersion: headers.get("trigger-version") ?? undefined,
    });
    const token = await signPublicToken(ctx, {
      scopes: [`read:runs:${run.friendlyId}`],
      expiresIn: "1h",
    });
    return Response.json(
      { id: run.friendlyId, isCached: run.isCached },
      {
        headers: {
          "x-trigger-jwt": token,
          "x-trigger-jwt-claims": JSON.stringify(publicTokenClaims(ctx)),
        },
      },
    );
  },
);

/** Raw HTTP callers may send the idempotency key as a header; it wins over the body's. */
function withHeaderKey<T extends { options?: object | undefined }>(body: T, headers: Headers): T {
  const idempotencyKey = headers.get("idempotency-key");
  if (!idempotencyKey) return body;
  const idempotencyKeyTTL = headers.get("idempotency-key-ttl");
  return {
    ...body,
    options: { ...body.options, idempotencyKey, ...(idempotencyKeyTTL && { idempotencyKeyTTL }) },
  };
}
