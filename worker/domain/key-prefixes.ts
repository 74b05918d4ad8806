import type { EnvironmentType } from "#sdk/wire/context.ts";

/** Clients know an environment by how its keys begin. */
export const KEY_PREFIXES: Record<EnvironmentType, string> = {
  DEVELOPMENT: "tr_dev_",
  STAGING: "tr_stg_",
  PREVIEW: "tr_preview_",
  PRODUCTION: "tr_prod_",
};
