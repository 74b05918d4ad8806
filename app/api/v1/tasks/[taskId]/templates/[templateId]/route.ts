import { withApi } from "#app/_lib/with-api.ts";
import { removeTestTemplate } from "#worker/services/test-templates/remove.ts";

export const DELETE = withApi({}, ({ ctx, params }) =>
  removeTestTemplate(ctx, {
    taskId: params["taskId"] ?? "",
    templateId: params["templateId"] ?? "",
  }),
);
