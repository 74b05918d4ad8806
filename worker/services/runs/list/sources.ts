import type { Prisma } from "#prisma/generated/client.ts";
import type { RunStatus } from "#sdk/wire/run-status.ts";
import { isFinal } from "#worker/domain/run-status.ts";
import type { ListRunsQuery } from "./schemas.ts";

/**
 * A part of what a query matches, for which there is an index. What is `OPEN` stands in a queue, maybe with many
 * others: it is read last, and not beyond what the other parts gave. The rest of what has not ended are `FEW`.
 */
export interface Source {
  side: "ALL" | "ENDED" | "FEW" | "OPEN";
  narrowed: Prisma.RunWhereInput;
}

/** More values than this are one source: as many queries would cost more than they save. */
const MOST_SOURCES = 8;

/**
 * A query in parts that cover it: the newest of each part, merged, are the newest of all. Left to itself the
 * database would sort what two values of a column match, or walk past a million rows that match none.
 */
export function sourcesOf(where: Prisma.RunWhereInput, query: ListRunsQuery): Source[] {
  const statuses = query["filter[status]"] ?? [];
  const hasEnded = statuses.length === 0 || statuses.some(isFinal);
  // Those that are named, or of one batch or action, are found by an index of their own, and are few enough to sort.
  if (query["filter[run]"] || query["filter[batch]"] || query["filter[bulkAction]"]) {
    return [{ side: "ALL", narrowed: {} }];
  }
  const narrowings = [
    valuesOf(query["filter[concurrencyKey]"], (concurrencyKey) =>
      concurrencyKey === "" ? {} : { concurrencyKey, NOT: { concurrencyKey: "" } },
    ),
    valuesOf(query["filter[tag]"], (tag) => ({ tags: { hasSome: [tag] } })),
    valuesOf(query["filter[queue]"], (queueName) => ({ queueName })),
    valuesOf(deploymentsOf(where), (endedDeploymentId) => ({ endedDeploymentId })),
    valuesOf(query["filter[machine]"], (machine) =>
      machine === "small-1x" ? {} : { machine, NOT: { machine: "small-1x" } },
    ),
    statuses.every((status) => isFinal(status) && status !== "COMPLETED")
      ? valuesOf(statuses, (badEnd) => ({ badEnd }))
      : undefined,
  ];
  const narrowing = narrowings.find((found) => found !== undefined);
  const open = openSources(statuses);
  if (narrowing) {
    const ended = narrowing.map((narrowed): Source => ({ side: "ENDED", narrowed }));
    return [...(hasEnded ? ended : []), ...open];
  }
  const ofTasks = valuesOf(query["filter[taskIdentifier]"], (taskSlug) => ({ taskSlug }));
  if (ofTasks) return ofTasks.map((narrowed): Source => ({ side: "ALL", narrowed }));
  return hasEnded ? [{ side: "ALL", narrowed: {} }] : open;
}

function valuesOf<T>(
  values: readonly T[] | undefined,
  toWhere: (value: T) => Prisma.RunWhereInput,
): Prisma.RunWhereInput[] | undefined {
  if (!values || values.length === 0 || values.length > MOST_SOURCES) return undefined;
  return [...new Set(values)].map(toWhere);
}

/** Versions were looked up when the condition was made. */
function deploymentsOf({ deploymentId }: Prisma.RunWhereInput): string[] | undefined {
  if (typeof deploymentId !== "object" || deploymentId === null) return undefined;
  return Array.isArray(deploymentId.in) ? deploymentId.in : undefined;
}

/**
 * What has not ended, by the partial indexes of the queue, each on its own: of several joined by "or" the
 * planner does not know that they are few.
 */
function openSources(statuses: readonly RunStatus[]): Source[] {
  const wanted = OPEN_STATES.filter(
    (state) => statuses.length === 0 || state.statuses.some((status) => statuses.includes(status)),
  );
  return wanted.map(({ where, isLane }) => ({ side: isLane ? "OPEN" : "FEW", narrowed: where }));
}

interface OpenState {
  statuses: RunStatus[];
  where: Prisma.RunWhereInput;
  isLane?: true;
}

const OPEN_STATES: OpenState[] = [
  { statuses: ["QUEUED"], where: { laneOrder: { not: null } }, isLane: true },
  { statuses: ["QUEUED"], where: { neededMachine: { not: null } } },
  { statuses: ["DEQUEUED", "EXECUTING"], where: { holdsSlot: true } },
  { statuses: ["WAITING"], where: { isSuspended: true } },
  { statuses: ["DELAYED"], where: { dueAt: { not: null } } },
  { statuses: ["PENDING_VERSION"], where: { isParked: true } },
];
