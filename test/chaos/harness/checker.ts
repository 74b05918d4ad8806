import type { RunStatus } from "#sdk/wire/run-status.ts";
import { canEnter, isFinal } from "#worker/domain/run-status.ts";
import type { LedgerEntry } from "./ledger.ts";

/** A trigger that was answered with a run. */
export interface Accepted {
  run: string;
  idempotencyKey?: string | undefined;
}

export interface RunFact {
  id: string;
  /** Only `ledger` writes the ledger. */
  task: string;
  status: RunStatus;
  queue: string;
  key: string;
  finishedAt: number | undefined;
}

export interface AttemptFact {
  run: string;
  number: number;
  status: "EXECUTING" | "COMPLETED" | "FAILED" | "CANCELED" | "CRASHED" | "TIMED_OUT";
  /** When its start was written. */
  startedAt: number;
}

/** A change of status, in the order of the timeline. */
export interface StepFact {
  run: string;
  status: RunStatus;
  attempt: number | undefined;
}

export interface Limits {
  environment?: number;
  /** Per queue. */
  queues?: Record<string, QueueLimits>;
}

interface QueueLimits {
  perKey?: number;
  total?: number;
  /** Starts of attempts in any stretch of time that is as long as the period. */
  rate?: { limit: number; periodMs: number; scope: "queue" | "key" };
}

export interface Facts {
  accepted: Accepted[];
  runs: RunFact[];
  attempts: AttemptFact[];
  steps: StepFact[];
  ledger: LedgerEntry[];
  limits?: Limits;
}

/** Workers leave a difference of clocks alone that is smaller. */
const CLOCKS_MS = 1_000;
/** Between the last look of its worker at a run that is canceled, and the first line of its code. */
const CANCEL_NOTICE_MS = 750;

/** Everything in which the accepted triggers, the tables, the timeline and the ledger do not agree; empty on a good bad day. */
export function findFaults(facts: Facts): string[] {
  const runs = new Map(facts.runs.map((run) => [run.id, run]));
  const attempts = Map.groupBy(facts.attempts, ({ run }) => run);
  const steps = Map.groupBy(facts.steps, ({ run }) => run);
  const executions = groupExecutions(facts.ledger);
  const ofRun = Map.groupBy(executions, ({ run }) => run);
  return [
    ...acceptedFaults(facts.accepted, runs),
    ...facts.runs.flatMap((run) => [
      ...tableFaults(run, attempts.get(run.id) ?? []),
      ...timelineFaults(run, steps.get(run.id) ?? []),
      ...ledgerFaults(run, ofRun.get(run.id) ?? [], {
        attempts: attempts.get(run.id) ?? [],
        steps: steps.get(run.id) ?? [],
      }),
    ]),
    ...[...ofRun.keys()].filter((id) => !runs.has(id)).map((id) => `${id} executed and is no run`),
    ...limitFaults(executions, runs, facts.limits ?? {}),
    ...rateFaults(facts.attempts, runs, facts.limits ?? {}),
  ];
}

/** The longest time, in milliseconds, after which code of a canceled run still began; 0: it never did. */
export function longestNotice({ runs, ledger }: Pick<Facts, "runs" | "ledger">): number {
  const canceled = new Map(
    runs.filter(({ status }) => status === "CANCELED").map((run) => [run.id, run.finishedAt]),
  );
  const late = groupExecutions(ledger).map(
    ({ run, startedAt }) => startedAt - (canceled.get(run) ?? startedAt),
  );
  return Math.max(0, ...late);
}

function acceptedFaults(accepted: Accepted[], runs: Map<string, RunFact>): string[] {
  const ids = new Set(accepted.map(({ run }) => run));
  const perKey = Map.groupBy(
    accepted.filter(({ idempotencyKey }) => idempotencyKey !== undefined),
    ({ idempotencyKey }) => idempotencyKey,
  );
  const unkeyed = accepted.filter(({ idempotencyKey }) => idempotencyKey === undefined);
  const shared = unkeyed.length - new Set(unkeyed.map(({ run }) => run)).size;
  return [
    ...[...ids].filter((id) => !runs.has(id)).map((id) => `${id} was accepted and is not there`),
    ...[...runs.keys()].filter((id) => !ids.has(id)).map((id) => `${id} was asked for by nobody`),
    ...(shared > 0 ? [`${shared} triggers were given the run of another one`] : []),
    ...[...perKey].flatMap(([key, uses]) => {
      const made = new Set(uses.map(({ run }) => run)).size;
      return made === 1 ? [] : [`the key ${key} made ${made} runs`];
    }),
  ];
}

function tableFaults(run: RunFact, attempts: AttemptFact[]): string[] {
  const completed = attempts.filter(({ status }) => status === "COMPLETED").length;
  const open = attempts.filter(({ status }) => status === "EXECUTING").length;
  return [
    ...(isFinal(run.status) && run.finishedAt !== undefined
      ? []
      : [`${run.id} has not ended: ${run.status}`]),
    ...(completed === (run.status === "COMPLETED" ? 1 : 0)
      ? []
      : [`${run.id} is ${run.status} with ${completed} completed attempts`]),
    // The process of a canceled run may use its grace.
    ...(open > 0 && run.status !== "CANCELED" ? [`${run.id} ended with an open attempt`] : []),
  ];
}

function timelineFaults(run: RunFact, steps: StepFact[]): string[] {
  const faults: string[] = [];
  // A delay comes before the queue, and is not a step.
  let from: RunStatus = steps[0]?.status === "QUEUED" ? "DELAYED" : "QUEUED";
  for (const { status } of steps) {
    if (!canEnter(from, status)) faults.push(`${run.id} went from ${from} to ${status}`);
    from = status;
  }
  if (from !== run.status) faults.push(`${run.id} is ${run.status}, its timeline says ${from}`);
  return faults;
}

/** What one process did for one attempt, from its first line to its last. */
interface Execution {
  run: string;
  attempt: number;
  startedAt: number;
  lastAt: number;
  hasEnded: boolean;
}

function groupExecutions(ledger: LedgerEntry[]): Execution[] {
  const open = new Map<string, Execution>();
  const all: Execution[] = [];
  for (const { run, attempt, pid, phase, at } of ledger) {
    const key = `${run} ${attempt} ${pid}`;
    if (phase === "start") {
      const execution = { run, attempt, startedAt: at, lastAt: at, hasEnded: false };
      open.set(key, execution);
      all.push(execution);
    }
    const execution = open.get(key);
    if (!execution) continue;
    execution.lastAt = at;
    execution.hasEnded = phase === "end";
  }
  return all.sort((a, b) => a.startedAt - b.startedAt);
}

interface Told {
  attempts: AttemptFact[];
  steps: StepFact[];
}

function ledgerFaults(run: RunFact, executions: Execution[], { attempts, steps }: Told): string[] {
  const faults: string[] = [];
  const notice = run.status === "CANCELED" ? CANCEL_NOTICE_MS : 0;
  for (const [index, { attempt, startedAt }] of executions.entries()) {
    const earlier = executions.slice(0, index).find(({ lastAt }) => lastAt > startedAt);
    if (earlier) {
      const forMs = earlier.lastAt - startedAt;
      faults.push(`${run.id}: attempts ${earlier.attempt} and ${attempt} overlap by ${forMs} ms`);
    }
    if (run.finishedAt !== undefined && startedAt > run.finishedAt + notice) {
      const lateMs = startedAt - run.finishedAt;
      faults.push(`${run.id}: attempt ${attempt} began ${lateMs} ms after ${run.status}`);
    }
  }
  for (const [attempt, same] of Map.groupBy(executions, (execution) => execution.attempt)) {
    // A number that was handed back is used again, and the timeline says so.
    const told = steps.filter((step) => step.status === "EXECUTING" && step.attempt === attempt);
    if (same.length > told.length) {
      faults.push(`${run.id}: attempt ${attempt} began ${same.length} times, not ${told.length}`);
    }
  }
  for (const attempt of attempts.filter(({ status }) => status === "COMPLETED")) {
    faults.push(...completedFaults(run, attempt, executions));
  }
  return faults;
}

function completedFaults(
  run: RunFact,
  { number, startedAt }: AttemptFact,
  executions: Execution[],
): string[] {
  if (run.task !== "ledger") return [];
  const last = executions.findLast(({ attempt, hasEnded }) => attempt === number && hasEnded);
  if (!last) return [`${run.id}: attempt ${number} is completed and never came to its end`];
  const earlyMs = startedAt - last.startedAt;
  return earlyMs > CLOCKS_MS
    ? [`${run.id}: attempt ${number} began ${earlyMs} ms before its start was written`]
    : [];
}

function limitFaults(
  executions: Execution[],
  runs: Map<string, RunFact>,
  { environment, queues = {} }: Limits,
): string[] {
  // A canceled run gives its slot back at once, whatever its process still does in its grace.
  const holding = executions.map((execution) => {
    const run = runs.get(execution.run);
    const endsAt =
      run?.status === "CANCELED" && run.finishedAt !== undefined
        ? Math.min(execution.lastAt, run.finishedAt)
        : execution.lastAt;
    return { run, from: execution.startedAt, to: endsAt };
  });
  const faults: string[] = [];
  const check = (name: string, limit: number | undefined, spans: Span[]) => {
    const most = mostAtOnce(spans);
    if (limit !== undefined && most > limit)
      faults.push(`${name}: ${most} at once, limit ${limit}`);
  };
  check("the environment", environment, holding);
  for (const [queue, { perKey, total }] of Object.entries(queues)) {
    const inQueue = holding.filter(({ run }) => run?.queue === queue);
    check(`queue ${queue}`, total, inQueue);
    for (const [key, inLane] of Map.groupBy(inQueue, ({ run }) => run?.key)) {
      check(`queue ${queue}, key “${key}”`, perKey, inLane);
    }
  }
  return faults;
}

/** By the starts that are written: nothing executes before (`completedFaults`). */
function rateFaults(
  attempts: AttemptFact[],
  runs: Map<string, RunFact>,
  { queues = {} }: Limits,
): string[] {
  return Object.entries(queues).flatMap(([queue, { rate }]) => {
    if (!rate) return [];
    const inQueue = attempts.filter(({ run }) => runs.get(run)?.queue === queue);
    const lanes = Map.groupBy(inQueue, ({ run }) =>
      rate.scope === "key" ? (runs.get(run)?.key ?? "") : "",
    );
    return [...lanes].flatMap(([key, inLane]) => {
      const name = rate.scope === "key" ? `queue ${queue}, key “${key}”` : `queue ${queue}`;
      const starts = inLane.map(({ startedAt }) => startedAt).sort((a, b) => a - b);
      // One too many within a period: the first and the last of them are closer than that.
      const spans = starts.slice(rate.limit).map((last, index) => last - (starts[index] ?? last));
      const shortest = Math.min(...spans);
      return shortest < rate.periodMs
        ? [
            `${name}: ${rate.limit + 1} starts within ${shortest} ms, ${rate.limit} in ${rate.periodMs}`,
          ]
        : [];
    });
  });
}

interface Span {
  from: number;
  to: number;
}

/** One that ends and one that starts in the same millisecond are not at once. */
function mostAtOnce(spans: Span[]): number {
  const lasting = spans.filter(({ from, to }) => to > from);
  const changes = lasting
    .flatMap(({ from, to }) => [
      { at: from, by: 1 },
      { at: to, by: -1 },
    ])
    .sort((a, b) => a.at - b.at || a.by - b.by);
  let now = 0;
  let most = 0;
  for (const { by } of changes) {
    now += by;
    most = Math.max(most, now);
  }
  // One that was over in the millisecond in which it began is beside those that lasted through it.
  for (const { from: at, to } of spans) {
    if (at !== to) continue;
    most = Math.max(most, 1 + lasting.filter((other) => other.from < at && at < other.to).length);
  }
  return most;
}
