import { withApi } from "#app/_lib/with-api.ts";
import { listTestTemplates } from "#worker/services/test-templates/list.ts";
import { saveTestTemplate } from "#worker/services/test-templates/save.ts";
import { saveTestTemplateInput } from "#worker/services/test-templates/schemas.ts";

export const GET = withApi({}, async ({ ctx, params }) => ({
  data: await listTestTemplates(ctx, params["taskId"] ?? ""),
}));

export const POST = withApi({ body: saveTestTemplateInput }, ({ ctx, params, body }) =>
  saveTestTemplate(ctx, params["taskId"] ?? "", body),
);
