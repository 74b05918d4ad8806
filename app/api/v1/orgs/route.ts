import { systemContext } from "#app/_lib/services.ts";
import { withSession } from "#app/_lib/with-session.ts";
import { createOrganization } from "#worker/services/orgs/create.ts";
import { createOrganizationInput } from "#worker/services/orgs/schemas.ts";

export const POST = withSession({ body: createOrganizationInput }, ({ userId, body }) =>
  createOrganization(systemContext("api"), { userId, ...body }),
);
