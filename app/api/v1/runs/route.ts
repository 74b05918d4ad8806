import { withStatusNames } from "#app/_lib/status-names.ts";
import { withApi } from "#app/_lib/with-api.ts";
import { listRuns, listRunsQuery } from "#worker/services/runs/list.ts";

export { OPTIONS } from "#app/_lib/with-api.ts";

export const GET = withApi(
  { cors: true, query: listRunsQuery },
  async ({ ctx, request, query }) => {
    const { data, ...page } = await listRuns(ctx, query);
    return { data: data.map((run) => withStatusNames(request, run)), ...page };
  },
);
