import { readTraceOrigin } from "#app/_lib/trace-origin.ts";
import { withApi } from "#app/_lib/with-api.ts";
import { publicTokenClaims, signPublicToken } from "#worker/services/public-tokens/sign.ts";
import { spendToken } from "#worker/services/public-tokens/spend.ts";
import { idempotencyKeyInput, taskIdInput, triggerInput } from "#worker/services/runs/schemas.ts";
import { triggerRun } from "#worker/services/runs/trigger.ts";

export { OPTIONS } from "#app/_lib/with-api.ts";

export const POST = withApi(
  { cors: true, body: triggerInput },
  async ({ ctx, request, params, body }) => {
    const { headers } = request;
    const taskId = taskIdInput.parse(params["taskId"]);
    const requestKey = readKey(headers, "x-trigger-request-idempotency-key");
    const trigger = {
      taskId,
      input: withHeaderKey(body, headers),
      requestKey,
      sdkVersion: headers.get("trigger-version") ?? undefined,
      trace: readTraceOrigin(headers),
    };
    // One request makes one run of a task, however often it comes.
    const once = requestKey && `${taskId} ${requestKey}`;
    const run = await spendToken(ctx, once, () => triggerRun(ctx, trigger));
    const token = await signPublicToken(ctx, {
      scopes: [`read:runs:${run.friendlyId}`, `write:inputStreams:${run.friendlyId}`],
      expiresInSeconds: 3_600,
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
  const idempotencyKey = readKey(headers, "idempotency-key");
  if (!idempotencyKey) return body;
  const idempotencyKeyTTL = headers.get("idempotency-key-ttl");
  return {
    ...body,
    options: { ...body.options, idempotencyKey, ...(idempotencyKeyTTL && { idempotencyKeyTTL }) },
  };
}

function readKey(headers: Headers, name: string): string | undefined {
  const key = headers.get(name);
  return key ? idempotencyKeyInput.parse(key) : undefined;
}
