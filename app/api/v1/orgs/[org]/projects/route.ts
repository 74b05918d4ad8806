import { withOrganization } from "#app/_lib/with-session.ts";
import { nameInput } from "#worker/services/orgs/schemas.ts";
import { createProject } from "#worker/services/projects/create.ts";

export const POST = withOrganization({ body: nameInput }, ({ ctx, body }) =>
  createProject(ctx, body.name),
);
