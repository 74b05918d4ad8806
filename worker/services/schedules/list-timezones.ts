import { listZones } from "#worker/domain/schedule.ts";

/** The zones that a schedule may be in; public, so that a form can offer them. */
export function listTimezones(options: { excludeUtc: boolean }): { timezones: string[] } {
  const zones = listZones();
  return { timezones: options.excludeUtc ? zones.filter((zone) => zone !== "UTC") : zones };
}
