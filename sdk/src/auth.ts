import { configure } from "./client/configuration.ts";
import { createPublicToken } from "./public-token.ts";

/** Who calls the API. `auth.configure` is `configure` under the name that ported code uses. */
export const auth = { configure, createPublicToken };
