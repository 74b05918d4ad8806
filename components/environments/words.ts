import type { EnvironmentTone } from "#worker/domain/environments.ts";
import type { EnvironmentSettingsView } from "#worker/domain/organizations/views.ts";
import type { EnvironmentView } from "#worker/domain/views.ts";

export const TYPE_NAMES: Record<EnvironmentView["type"], string> = {
  DEVELOPMENT: "Development",
  STAGING: "Staging",
  PREVIEW: "Preview",
  PRODUCTION: "Production",
};

/** As people call the colours of the tokens. */
export const TONE_NAMES: Record<EnvironmentTone, string> = {
  NEUTRAL: "Grey",
  WARNING: "Amber",
  INFO: "Blue",
  ACCENT: "Violet",
  SUCCESS: "Green",
  DANGER: "Red",
};

/** What becomes of the runs there when they are deleted: `3 executing runs are canceled, 12 that wait never start.` */
export function lossText(
  environments: readonly Pick<EnvironmentSettingsView, "running" | "queued">[],
): string {
  const running = environments.reduce((sum, one) => sum + one.running, 0);
  const queued = environments.reduce((sum, one) => sum + one.queued, 0);
  const parts = [
    ...(running > 0 ? [`${runsText(running, "executing")} canceled`] : []),
    ...(queued > 0 ? [`${runsText(queued, "waiting")} never started`] : []),
  ];
  return parts.length === 0
    ? "Nothing executes or waits there now."
    : `At this moment: ${parts.join(", ")}.`;
}

function runsText(count: number, what: string): string {
  const number = count.toLocaleString("en");
  return count === 1 ? `1 ${what} run is` : `${number} ${what} runs are`;
}
