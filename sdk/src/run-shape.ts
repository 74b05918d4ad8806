import { ApiSchemaValidationError } from "./client/errors.ts";
import type { CursorPage, RelatedRun, RunCommon, RunListItem, RunObject } from "./wire/api.ts";

/** ISO dates of the wire become `Date`s. */
type DateField =
  | "createdAt"
  | "updatedAt"
  | "startedAt"
  | "finishedAt"
  | "delayedUntil"
  | "expiredAt";

export type WithDates<T extends RunCommon> = Omit<T, DateField> & {
  createdAt: Date;
  updatedAt: Date;
  /** When the first attempt began. */
  startedAt?: Date;
  /** Set exactly when the run is over. */
  finishedAt?: Date;
  delayedUntil?: Date;
  expiredAt?: Date;
};

/** One run of a list: no payload, no output. */
export type ListedRun = WithDates<RunListItem>;

/** One run in full. Amounts are US cents, `durationMs` milliseconds of executing time. */
export type RetrievedRun<TPayload = unknown, TOutput = unknown> = Omit<
  WithDates<RunObject>,
  "payload" | "output" | "relatedRuns"
> & {
  /** Plain JSON: a Date is an ISO string. */
  payload?: TPayload;
  /** Plain JSON; only after success. */
  output?: TOutput;
  relatedRuns: {
    root?: WithDates<RelatedRun>;
    parent?: WithDates<RelatedRun>;
    children?: WithDates<RelatedRun>[];
  };
};

const DATE_FIELDS: DateField[] = [
  "createdAt",
  "updatedAt",
  "startedAt",
  "finishedAt",
  "delayedUntil",
  "expiredAt",
];

/** @throws ApiSchemaValidationError when it is no run. */
export function readRun(body: unknown): RetrievedRun {
  const run = asServerMadeIt<RunObject>(checkedRun(body));
  const { root, parent, children } = run.relatedRuns ?? {};
  return {
    ...withDates(run),
    relatedRuns: {
      ...(root ? { root: withDates(root) } : {}),
      ...(parent ? { parent: withDates(parent) } : {}),
      ...(children ? { children: children.map(withDates) } : {}),
    },
  };
}

/** @throws ApiSchemaValidationError when it is no page of runs. */
export function readListPage(body: object): CursorPage<ListedRun> {
  const data = "data" in body ? body.data : undefined;
  if (!Array.isArray(data)) throw notUnderstood("a page of runs", body);
  const pagination = "pagination" in body ? body.pagination : undefined;
  return {
    data: data.map((run) => withDates(asServerMadeIt<RunListItem>(checkedRun(run)))),
    pagination: asServerMadeIt<CursorPage<ListedRun>["pagination"]>(pagination ?? {}),
  };
}

function checkedRun(value: unknown): object {
  const isRun = typeof value === "object" && value !== null && "id" in value && "status" in value;
  if (!isRun) throw notUnderstood("a run", value);
  return value;
}

function withDates<T extends RunCommon>(run: T): WithDates<T> {
  const revived: Record<string, unknown> = Object.fromEntries(Object.entries(run));
  for (const field of DATE_FIELDS) {
    const value = revived[field];
    if (typeof value === "string") revived[field] = new Date(value);
  }
  return asServerMadeIt(revived);
}

/** The shape is the server's promise (`wire/api.ts`, which it is compiled against); what is read to get here was checked. */
function asServerMadeIt<T>(value: object): T {
  return value as T;
}

function notUnderstood(what: string, body: unknown): ApiSchemaValidationError {
  return new ApiSchemaValidationError(`The server's answer is not ${what}.`, { body });
}
