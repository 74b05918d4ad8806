import { withApi } from "#app/_lib/with-api.ts";
import { createBulkAction } from "#worker/services/bulk-actions/create.ts";
import { listBulkActions } from "#worker/services/bulk-actions/list.ts";
import {
  createBulkActionInput,
  listBulkActionsQuery,
} from "#worker/services/bulk-actions/schemas.ts";

const MAX_BODY_BYTES = 1024 * 1024;

export const POST = withApi(
  { body: createBulkActionInput, maxBodyBytes: MAX_BODY_BYTES },
  async ({ ctx, body }) => Response.json(await createBulkAction(ctx, body), { status: 202 }),
);

export const GET = withApi({ query: listBulkActionsQuery }, ({ ctx, query }) =>
  listBulkActions(ctx, query),
);
