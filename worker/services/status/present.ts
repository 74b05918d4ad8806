import type { StatusProof } from "#sdk/wire/status.ts";
import type { ProbeStepRow } from "./sql.ts";

const NAMES: Record<string, string> = {
  QUEUED: "Triggered",
  DEQUEUED: "Left the queue",
  EXECUTING: "A worker took it",
  COMPLETED: "Its process answered",
};

/** A probe's history as the links it went through; undefined where there is none. */
export function presentProof(rows: ProbeStepRow[]): StatusProof | undefined {
  const [first] = rows;
  if (!first) return undefined;
  const steps = rows.flatMap(({ label, at }, index) => {
    const name = NAMES[label];
    const before = rows[index - 1]?.at ?? first.createdAt;
    return name && label !== "QUEUED" ? [{ name, ms: msBetween(before, at) }] : [];
  });
  const base = { startedAt: first.createdAt.toISOString(), steps };
  if (!first.finishedAt) {
    const last = rows.at(-1)?.label ?? "QUEUED";
    return { ...base, state: "RUNNING", message: `It has come to: ${NAMES[last] ?? last}.` };
  }
  const ended = { ...base, totalMs: msBetween(first.createdAt, first.finishedAt) };
  return first.status === "COMPLETED"
    ? { ...ended, state: "PASSED" }
    : { ...ended, state: "FAILED", message: whyFailed(first, steps.at(-1)?.name) };
}

function whyFailed({ status, error }: ProbeStepRow, last = "Triggered"): string {
  const message =
    typeof error === "object" && error !== null ? Reflect.get(error, "message") : undefined;
  if (typeof message === "string" && message !== "") return message;
  return status === "CANCELED" || status === "EXPIRED"
    ? `It did not end in time; the last that happened to it: ${last.toLowerCase()}.`
    : `It ended as ${status}.`;
}

function msBetween(from: Date, to: Date): number {
  return Math.max(0, to.getTime() - from.getTime());
}
