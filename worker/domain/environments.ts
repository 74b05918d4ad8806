import type { EnvironmentType } from "#sdk/wire/context.ts";

/** The colours that an environment may have, as meanings of the interface's tokens. */
export const ENVIRONMENT_TONES = [
  "NEUTRAL",
  "WARNING",
  "INFO",
  "ACCENT",
  "SUCCESS",
  "DANGER",
] as const;

export type EnvironmentTone = (typeof ENVIRONMENT_TONES)[number];

export const ENVIRONMENT_TYPES = [
  "DEVELOPMENT",
  "STAGING",
  "PREVIEW",
  "PRODUCTION",
] as const satisfies readonly EnvironmentType[];

const TONES_BY_TYPE: Record<EnvironmentType, EnvironmentTone> = {
  DEVELOPMENT: "NEUTRAL",
  STAGING: "WARNING",
  PREVIEW: "INFO",
  PRODUCTION: "ACCENT",
};

/** The colour of an environment: the one that was chosen, or its type's. */
export function toneOf(environment: {
  type: EnvironmentType;
  tone: EnvironmentTone | null;
}): EnvironmentTone {
  return environment.tone ?? TONES_BY_TYPE[environment.type];
}
