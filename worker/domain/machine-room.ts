import {
  DEFAULT_MACHINE,
  isMachinePreset,
  MACHINE_PRESETS,
  type MachinePreset,
} from "#sdk/wire/machine.ts";

/** What a run takes of a worker, and what a worker has to give. */
export interface Room {
  /** vCPU. */
  cpu: number;
  memoryMb: number;
}

export function roomOf(machine: MachinePreset): Room {
  const { cpu, memoryGb } = MACHINE_PRESETS[machine];
  return { cpu, memoryMb: memoryGb * 1024 };
}

export function fitsInto(needed: Room, room: Room): boolean {
  return needed.cpu <= room.cpu && needed.memoryMb <= room.memoryMb;
}

export function presetOf(machine: string | undefined): MachinePreset {
  return isMachinePreset(machine) ? machine : DEFAULT_MACHINE;
}

/** Every worker has room for these: their jobs need no kind of their own. */
const SMALL: ReadonlySet<MachinePreset> = new Set(["micro", "small-1x", "small-2x"]);

/** graphile-worker's name for jobs of this machine: a worker asks only for those that it has room for. */
export function jobIdentifier(machine: MachinePreset): string {
  return SMALL.has(machine) ? "execute-run" : `execute-run-${machine}`;
}

const PRESETS = Object.keys(MACHINE_PRESETS).filter(isMachinePreset);

/** What a worker of this size asks for. */
export function jobIdentifiers(room: Room): string[] {
  const names = PRESETS.filter((preset) => SMALL.has(preset) || fitsInto(roomOf(preset), room));
  return [...new Set(names.map(jobIdentifier))];
}

/** All presets as data: name, room, and the name of their jobs. */
export const PRESET_TABLE = PRESETS.map((name) => ({
  name,
  ...roomOf(name),
  identifier: jobIdentifier(name),
}));
