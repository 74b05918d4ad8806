import { withApi } from "#app/_lib/with-api.ts";
import { runProbe } from "#worker/services/status/probe.ts";

export const POST = withApi({}, ({ ctx }) => runProbe(ctx));
