import { withApi } from "#app/_lib/with-api.ts";
import { changeError } from "#worker/services/errors/change.ts";
import { getError } from "#worker/services/errors/get.ts";
import { changeErrorInput } from "#worker/services/errors/schemas.ts";

export const GET = withApi({}, ({ ctx, params }) => getError(ctx, params.errorId ?? ""));

export const POST = withApi({ body: changeErrorInput }, ({ ctx, params, body }) =>
  changeError(ctx, params.errorId ?? "", body),
);
