import { formatDuration } from "#components/ui/format-duration.ts";
import type { QueueObject } from "#sdk/wire/queue.ts";

export type LimitedBy = "Override" | "Code" | "Environment";

/** Whose word the limit is. */
export function limitedBy({ concurrency }: Pick<QueueObject, "concurrency">): LimitedBy {
  if (concurrency.override !== null) return "Override";
  return concurrency.base === null ? "Environment" : "Code";
}

/** What holds besides the limit per key: `20 in all`, `100 per 1m`. */
export function otherLimits(queue: QueueObject): string[] {
  const { totalConcurrencyLimit, rateLimit } = queue;
  const limits: string[] = [];
  if (totalConcurrencyLimit !== undefined) limits.push(`${totalConcurrencyLimit} in all`);
  if (rateLimit) {
    const each = rateLimit.scope === "key" ? " and key" : "";
    limits.push(`${rateLimit.limit} starts per ${periodText(rateLimit.periodMs)}${each}`);
  }
  return limits;
}

function periodText(ms: number): string {
  if (ms % 86_400_000 === 0) return `${ms / 86_400_000}d`;
  if (ms % 3_600_000 === 0) return `${ms / 3_600_000}h`;
  if (ms % 60_000 === 0) return `${ms / 60_000}m`;
  return ms % 1_000 === 0 ? `${ms / 1_000}s` : formatDuration(ms);
}

/** Runs wait although nothing is paused: every slot is taken. */
export function isAtLimit(queue: QueueObject, environmentLimit: number): boolean {
  const limit = Math.min(
    queue.concurrencyLimit ?? environmentLimit,
    queue.totalConcurrencyLimit ?? environmentLimit,
  );
  return !queue.paused && queue.queued > 0 && queue.running >= limit;
}

/** Counts end at 10 000. */
export function countText(count: number): string {
  return count >= 10_000 ? "10,000+" : count.toLocaleString("en");
}

export type ParsedLimit = { limit: number } | { error: string };

export function parseLimit(text: string): ParsedLimit {
  const trimmed = text.trim();
  if (!/^\d+$/.test(trimmed) || Number(trimmed) > 100_000) {
    return { error: "Enter a whole number from 0 to 100,000." };
  }
  return { limit: Number(trimmed) };
}
