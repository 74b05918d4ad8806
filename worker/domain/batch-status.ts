import type { BatchObject } from "#sdk/wire/api.ts";

/** Since somebody last began to send its items; clients give up long before. */
export const SEAL_MINUTES = 30;

export interface BatchFacts {
  sealedAt: Date | null;
  abortedAt: Date | null;
  /** Items that became no run. */
  refused: number;
  /** Items whose run is not over. */
  open: number;
  /** Items whose run is over. */
  over: number;
}

export function batchStatus({
  sealedAt,
  abortedAt,
  refused,
  open,
  over,
}: BatchFacts): BatchObject["status"] {
  if (abortedAt) return "ABORTED";
  if (!sealedAt) return "PENDING";
  if (open + over === 0) return "ABORTED";
  if (open > 0) return "PROCESSING";
  return refused > 0 ? "PARTIAL_FAILED" : "COMPLETED";
}

/** Why a batch was given up before it was sealed. */
export function abortReason({ arrived, expected }: { arrived: number; expected: number }): string {
  const came =
    arrived === 0
      ? `None of its ${expected} items arrived`
      : `Only ${arrived} of its ${expected} items arrived`;
  const rest = arrived === 0 ? "" : " What arrived is not affected.";
  return `${came} within ${SEAL_MINUTES} minutes, so the batch was never fully created.${rest}`;
}
