import { withApi } from "#app/_lib/with-api.ts";
import { listRunFacets } from "#worker/services/runs/list-facets.ts";

export const GET = withApi({}, ({ ctx }) => listRunFacets(ctx));
