import type { Recorded } from "./stepping-database.ts";

export function errorOf(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}

export function resultOf(recorded: Recorded) {
  if (recorded.kind === "ERROR") throw recorded.error;
  return recorded.result;
}
