import type { TaskRunError } from "#sdk/wire/errors.ts";
import { groupingKey } from "#worker/domain/error-grouping.ts";
import { sha256 } from "../keyring.ts";

/** Short enough for an index, long enough for the faults of one task. */
const BYTES = 8;

/** The same for errors that are the same fault of a task. */
export function fingerprintOf(error: TaskRunError): string {
  return Buffer.from(sha256(groupingKey(error)).subarray(0, BYTES)).toString("hex");
}
