import { RUN_STATUS } from "#components/runs/run-status.tsx";
import type { BulkActionObject } from "#sdk/wire/bulk-action.ts";
import { RUN_STATUSES } from "#sdk/wire/run-status.ts";
import type { Count } from "#worker/domain/views.ts";
import type { BulkKind } from "./queries.ts";

const VERBS = {
  CANCEL: { title: "Cancel", doing: "Canceling", done: "canceled" },
  REPLAY: { title: "Replay", doing: "Replaying", done: "replayed" },
} as const;

export function kindOf(action: BulkKind): BulkActionObject["type"] {
  return action === "cancel" ? "CANCEL" : "REPLAY";
}

export function runsText(count: number, isCapped = false): string {
  return `${count.toLocaleString("en")}${isCapped ? "+" : ""} ${count === 1 && !isCapped ? "run" : "runs"}`;
}

export function dialogTitle(action: BulkKind, { count, isCapped }: Count): string {
  return `${VERBS[kindOf(action)].title} ${runsText(count, isCapped)}?`;
}

/** What it does, before somebody says yes. */
export function effectWords(action: BulkKind, by: "IDS" | "FILTER"): string {
  const late = by === "FILTER" ? " Runs that are triggered from now on are not touched." : "";
  return action === "cancel"
    ? `Each of them ends at once, with the unfinished runs that it started. Where code is executing, its signal is aborted, onCancel runs, and after 30 seconds at most its process is stopped.${late}`
    : `Each of them is run again as a new run, with the same payload, on the current version. The runs themselves stay as they are.${late}`;
}

/** While it is under way: `Canceling 1,204 runs: 300 done`. */
export function progressWords(action: BulkActionObject): string {
  const { doing } = VERBS[action.type];
  const done = handled(action);
  if (!action.isCounted) return `${doing} runs: ${done.toLocaleString("en")} done`;
  return `${doing} ${runsText(action.counts.total)}: ${done.toLocaleString("en")} done`;
}

/** Once it is over: `1,200 runs canceled, 4 skipped`. */
export function resultWords({ type, status, counts }: BulkActionObject): string {
  const parts = [`${runsText(counts.success)} ${VERBS[type].done}`];
  if (counts.failure > 0) parts.push(`${counts.failure.toLocaleString("en")} failed`);
  if (counts.skipped > 0) parts.push(`${counts.skipped.toLocaleString("en")} skipped`);
  return `${status === "ABORTED" ? "Aborted: " : ""}${parts.join(", ")}`;
}

export function handled({ counts }: BulkActionObject): number {
  return counts.success + counts.failure + counts.skipped;
}

/** From 0 to 1; runs that were canceled with their parents may make it more than was counted. */
export function progressOf(action: BulkActionObject): number {
  if (action.status === "COMPLETED") return 1;
  return action.counts.total === 0 ? 0 : Math.min(1, handled(action) / action.counts.total);
}

const FILTER_NAMES: Record<string, string> = {
  "filter[status]": "status",
  "filter[taskIdentifier]": "task",
  "filter[version]": "version",
  "filter[tag]": "tag",
  "filter[queue]": "queue",
  "filter[machine]": "machine",
  "filter[batch]": "batch",
  "filter[bulkAction]": "bulk action",
  "filter[schedule]": "schedule",
  "filter[isTest]": "test run",
  "filter[createdAt][from]": "created since",
  "filter[createdAt][to]": "created until",
  "filter[createdAt][period]": "created within the last",
};

/** Each filter in words, such as `status: failed or crashed`. */
export function filterWords(filter: Record<string, string>): string[] {
  return Object.entries(filter).map(([name, value]) => {
    const known = FILTER_NAMES[name] ?? name.replace(/^filter\[|\]$/g, "").replaceAll("][", " ");
    const words = name === "filter[status]" ? statusWords : valueWords;
    return `${known}: ${value.split(",").map(words).join(" or ")}`;
  });
}

/** As lists show it; a name of an older client stays what it is. */
function statusWords(value: string): string {
  const status = RUN_STATUSES.find((one) => one === value);
  return status ? RUN_STATUS[status].label.toLowerCase() : value;
}

function valueWords(value: string): string {
  if (value === "true") return "yes";
  return value === "false" ? "no" : value;
}
