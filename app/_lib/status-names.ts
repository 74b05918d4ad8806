import type { RunCommon } from "#sdk/wire/api.ts";
import { statusName } from "#worker/domain/run-status.ts";

const MODERN_VERSION = "2025-07-16";

/** Clients that do not name the dated API version know older names of some statuses; the dashboard is none of them. */
export function withStatusNames<T extends RunCommon>(
  request: Request,
  run: T,
): Omit<T, "status"> & { status: string } {
  const isLegacy =
    request.headers.has("authorization") &&
    request.headers.get("x-trigger-api-version") !== MODERN_VERSION;
  return { ...run, status: statusName(run.status, isLegacy) };
}
