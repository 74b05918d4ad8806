import { checkEnvironment } from "#app/_lib/check-environment.ts";
import { withApi } from "#app/_lib/with-api.ts";
import { deleteVariable } from "#worker/services/environment-variables/delete.ts";
import { getVariable } from "#worker/services/environment-variables/get.ts";
import { updateVariableInput } from "#worker/services/environment-variables/schemas.ts";
import { updateVariable } from "#worker/services/environment-variables/update.ts";

export const GET = withApi({}, ({ ctx, params }) => {
  checkEnvironment(ctx, params);
  return getVariable(ctx, params["name"] ?? "");
});

export const PUT = withApi({ body: updateVariableInput }, async ({ ctx, params, body }) => {
  checkEnvironment(ctx, params);
  await updateVariable(ctx, { name: params["name"] ?? "", ...body });
  return { success: true };
});

export const DELETE = withApi({}, async ({ ctx, params }) => {
  checkEnvironment(ctx, params);
  await deleteVariable(ctx, params["name"] ?? "");
  return { success: true };
});
