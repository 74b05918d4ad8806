import { z } from "zod";
import { withApi } from "#app/_lib/with-api.ts";
import { deniedScopes } from "#worker/services/api-keys/create.ts";
import { scopesInput } from "#worker/services/api-keys/schemas.ts";
import { tokenLifetime } from "#worker/services/public-tokens/lifetime.ts";
import { signPublicToken } from "#worker/services/public-tokens/sign.ts";

const body = z.object({
  scopes: scopesInput,
  /** A span such as `15m`, or seconds since 1970. */
  expirationTime: z.union([z.string().max(50), z.number()]).default("15m"),
  /** It triggers once: a task, or a batch. */
  oneTimeUse: z.boolean().default(false),
  realtime: z.object({ skipColumns: z.array(z.string().max(50)).max(50).optional() }).optional(),
});

/** For keys that do not sign by themselves. A token may do no more than who asks for it. */
export const POST = withApi({ body }, async ({ ctx, body: given }) => {
  const { scopes, expirationTime, oneTimeUse, realtime } = given;
  const expiresInSeconds = tokenLifetime(expirationTime, ctx.clock());
  const denied = deniedScopes(ctx, scopes);
  if (denied.length === 0) {
    const { skipColumns } = { ...realtime };
    const asked = { scopes, expiresInSeconds, oneTimeUse, skipColumns };
    return { token: await signPublicToken(ctx, asked) };
  }
  return Response.json(
    {
      error: `This key does not have ${denied.join(", ")} itself.`,
      code: "scopes_exceed_key_access",
      deniedScopes: denied,
    },
    { status: 403, headers: { "x-should-retry": "false" } },
  );
});
