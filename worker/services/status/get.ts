import type { InstallationStatus } from "#sdk/wire/status.ts";
import { installationStatus } from "#worker/domain/installation-status.ts";
import { authorize } from "../authorize.ts";
import type { EnvironmentContext } from "../context.ts";
import { loadStatusFacts } from "./load.ts";

/** Whether runs of this environment can execute, looked at link by link. Changes nothing. */
export async function getStatus(ctx: EnvironmentContext): Promise<InstallationStatus> {
  authorize(ctx, "read", { type: "workers" });
  return installationStatus(await loadStatusFacts(ctx));
}
