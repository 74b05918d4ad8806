import { withOrganization } from "#app/_lib/with-session.ts";
import { nameInput } from "#worker/services/orgs/schemas.ts";
import { removeProject } from "#worker/services/projects/remove.ts";
import { renameProject } from "#worker/services/projects/rename.ts";

export const PATCH = withOrganization({ body: nameInput }, async ({ ctx, params, body }) => {
  await renameProject(ctx, { project: params.project ?? "", name: body.name });
  return { success: true };
});

export const DELETE = withOrganization({}, ({ ctx, params }) =>
  removeProject(ctx, params.project ?? ""),
);
