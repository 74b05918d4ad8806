import { withApi } from "#app/_lib/with-api.ts";
import { getCurrentDeployment } from "#worker/services/deployments/get.ts";

export const GET = withApi({}, ({ ctx }) => getCurrentDeployment(ctx));
