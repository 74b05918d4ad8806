import { absoluteUrl, withAbsoluteUrl } from "#app/_lib/absolute-url.ts";
import { withApi } from "#app/_lib/with-api.ts";
import { publicTokenClaims, signPublicToken } from "#worker/services/public-tokens/sign.ts";
import { idempotencyKeyInput } from "#worker/services/runs/schemas.ts";
import { createWaitpoint } from "#worker/services/waitpoints/create.ts";
import { listWaitpoints } from "#worker/services/waitpoints/list.ts";
import {
  createWaitpointInput,
  listWaitpointsQuery,
  MAX_CREATE_BYTES,
} from "#worker/services/waitpoints/schemas.ts";

export const GET = withApi({ query: listWaitpointsQuery }, async ({ ctx, query }) => {
  const { data, pagination } = await listWaitpoints(ctx, query);
  return { data: data.map(withAbsoluteUrl), pagination };
});

export const POST = withApi(
  { body: createWaitpointInput, maxBodyBytes: MAX_CREATE_BYTES },
  async ({ ctx, request, body }) => {
    const requestKey = request.headers.get("x-trigger-request-idempotency-key");
    const created = await createWaitpoint(ctx, {
      input: body,
      requestKey: requestKey ? idempotencyKeyInput.parse(requestKey) : undefined,
    });
    const id = created.friendlyId;
    // The browser that this is given to may complete this token and nothing else.
    const token = await signPublicToken(ctx, {
      scopes: [`write:waitpoints:${id}`],
      expiresInSeconds: 86_400,
    });
    return Response.json(
      { id, isCached: created.isCached, url: absoluteUrl(created.callbackPath) },
      {
        headers: {
          "x-trigger-jwt": token,
          "x-trigger-jwt-claims": JSON.stringify(publicTokenClaims(ctx)),
        },
      },
    );
  },
);
