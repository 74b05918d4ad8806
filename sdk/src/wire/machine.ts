/** Machine presets: vCPU and memory a run may use. `small-1x` is the default. */
export const MACHINE_PRESETS = {
  micro: { cpu: 0.25, memoryGb: 0.25 },
  "small-1x": { cpu: 0.5, memoryGb: 0.5 },
  "small-2x": { cpu: 1, memoryGb: 1 },
  "medium-1x": { cpu: 1, memoryGb: 2 },
  "medium-2x": { cpu: 2, memoryGb: 4 },
  "large-1x": { cpu: 4, memoryGb: 8 },
  "large-2x": { cpu: 8, memoryGb: 16 },
} as const;

export type MachinePreset = keyof typeof MACHINE_PRESETS;

export const DEFAULT_MACHINE: MachinePreset = "small-1x";

export function isMachinePreset(value: unknown): value is MachinePreset {
  return typeof value === "string" && Object.hasOwn(MACHINE_PRESETS, value);
}
