import { checkEnvironment } from "#app/_lib/check-environment.ts";
import { withApi } from "#app/_lib/with-api.ts";
import { importVariablesInput } from "#worker/services/environment-variables/schemas.ts";
import { setVariables } from "#worker/services/environment-variables/set.ts";

export const POST = withApi({ body: importVariablesInput }, async ({ ctx, params, body }) => {
  checkEnvironment(ctx, params);
  const { variables, override, isSecret } = body;
  const list = Object.entries(variables).map(([name, value]) => ({ name, value, isSecret }));
  await setVariables(ctx, list, { override });
  return { success: true };
});
