import { checkEnvironment } from "#app/_lib/check-environment.ts";
import { withApi } from "#app/_lib/with-api.ts";
import { listVariables } from "#worker/services/environment-variables/list.ts";
import { createVariableInput } from "#worker/services/environment-variables/schemas.ts";
import { setVariable } from "#worker/services/environment-variables/set.ts";

export const GET = withApi({}, async ({ ctx, params }) => {
  checkEnvironment(ctx, params);
  return listVariables(ctx);
});

export const POST = withApi({ body: createVariableInput }, async ({ ctx, params, body }) => {
  checkEnvironment(ctx, params);
  await setVariable(ctx, body);
  return { success: true };
});
