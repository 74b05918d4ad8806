import { withApi } from "#app/_lib/with-api.ts";
import { listErrors } from "#worker/services/errors/list.ts";
import { listErrorsQuery } from "#worker/services/errors/schemas.ts";

export const GET = withApi({ query: listErrorsQuery }, ({ ctx, query }) => listErrors(ctx, query));
