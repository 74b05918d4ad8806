import { PRESET_TABLE } from "#worker/domain/machine-room.ts";

/** The machines as a relation. */
export const PRESETS = `SELECT * FROM (VALUES ${PRESET_TABLE.map(
  ({ name, cpu, memoryMb, identifier }) =>
    `('${name}', ${cpu}::float8, ${memoryMb}, '${identifier}')`,
).join(", ")}) AS preset(name, cpu, memory_mb, identifier)`;
