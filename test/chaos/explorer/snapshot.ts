import type { ModelState, Program } from "./model.ts";
import type { SteppingDatabase } from "./stepping-database.ts";

export interface Snapshot {
  runs: { id: string; status: string; attempt: number; locked: boolean }[];
  attempts: { id: string; run: string; number: number; status: string; worker: string }[];
  jobs: { run: string; by: string | null }[];
  workers: { id: string; stopped: boolean; stale: boolean }[];
  turn: string;
}

/** The tables that decide what happens next, in one statement; times are left out, since none passes. */
export async function takeSnapshot(db: SteppingDatabase): Promise<Snapshot> {
  const [row] = await db.query<{ snapshot: Snapshot }>(`
    SELECT json_build_object(
      'runs', coalesce((SELECT json_agg(json_build_object('id', id, 'status', status,
        'attempt', attempt_number, 'locked', deployment_id IS NOT NULL)) FROM run), '[]'),
      'attempts', coalesce((SELECT json_agg(json_build_object('id', id, 'run', run_id,
        'number', number, 'status', status, 'worker', worker_id)) FROM attempt), '[]'),
      'jobs', coalesce((SELECT json_agg(json_build_object('run', payload ->> 'runId', 'by', locked_by))
        FROM graphile_worker._private_jobs), '[]'),
      'workers', (SELECT json_agg(json_build_object('id', id, 'stopped', stopped_at IS NOT NULL,
        'stale', heartbeat_at < now())) FROM worker),
      'turn', coalesce((SELECT turn FROM admission_turn), 0)::text
    ) AS snapshot`);
  if (!row) throw new Error("A SELECT without FROM gives a row.");
  return row.snapshot;
}

/**
 * One text for all situations that differ only in names: which worker is called what, which run came
 * first, and what ids were drawn.
 */
export function keyOf(state: ModelState, snapshot: Snapshot): string {
  const texts = permutations(state.workers.length).map((order) => textOf(state, snapshot, order));
  return texts.reduce((least, text) => (text < least ? text : least));
}

function textOf(state: ModelState, snapshot: Snapshot, order: number[]): string {
  const names = new Map(order.map((from, to) => [state.workers[from]?.id ?? "", `W${to}`]));
  const rename = (id: string) => names.get(id) ?? id;
  const lines = [
    ...order.map((from) => {
      const worker = state.workers[from];
      if (!worker) return "";
      const { id, isAlive, isSilent, hasBeenSilent, held, program } = worker;
      return JSON.stringify([
        rename(id),
        isAlive,
        isSilent,
        hasBeenSilent,
        heldText(held),
        programText(program, snapshot.turn),
      ]);
    }),
    JSON.stringify([
      "web",
      state.web.triggered,
      state.web.canceled,
      state.web.runId ?? "",
      programText(state.web.program, snapshot.turn),
    ]),
    JSON.stringify([state.crashes, state.silences, state.failures]),
    ...Object.entries(state.ends)
      .map(([run, ends]) => `${run} ended ${ends}`)
      .sort(),
    ...snapshot.runs.map((run) => JSON.stringify(run)).sort(),
    ...snapshot.attempts
      .toSorted((a, b) => (a.run + a.number < b.run + b.number ? -1 : 1))
      .map((attempt) => JSON.stringify({ ...attempt, worker: rename(attempt.worker) })),
    ...snapshot.jobs.map((job) => JSON.stringify({ ...job, by: job.by && rename(job.by) })).sort(),
    ...snapshot.workers
      .map((worker) => JSON.stringify({ ...worker, id: rename(worker.id) }))
      .sort(),
  ];
  return renumber(lines.join("\n"), state.runIds);
}

function heldText(held: ModelState["workers"][number]["held"]): unknown {
  if (held.kind !== "ATTEMPT") return held;
  const { id, runId, number } = held.attempt;
  return { kind: held.kind, id, runId, number };
}

/** What a function knows. Of the count of turns it matters only whether it is still the same. */
function programText(program: Program | undefined, turn: string): unknown {
  if (!program) return null;
  const answers = program.recorded.map((answer) =>
    answer.kind === "ERROR" ? answer.error.message : answer.result.rows,
  );
  return [
    program.kind,
    JSON.stringify(answers, (name, value: unknown) => {
      if (name === "turn") return value === turn;
      return IGNORED.has(name) ? undefined : value;
    }),
  ];
}

/** Times: none of them is compared with another one. */
const IGNORED = new Set(["startedAt", "createdAt", "durationMs", "started_at"]);

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/** Ids by the order of their first appearance, and runs by that of their triggers. */
function renumber(text: string, runIds: string[]): string {
  const names = new Map(runIds.map((id, index) => [id, `R${index}`]));
  return text.replace(UUID, (id) => {
    const name = names.get(id) ?? `#${names.size}`;
    names.set(id, name);
    return name;
  });
}

const cache = new Map<number, number[][]>();

function permutations(count: number): number[][] {
  const known = cache.get(count);
  if (known) return known;
  const made =
    count === 0
      ? [[]]
      : permutations(count - 1).flatMap((rest) =>
          Array.from({ length: count }, (_, at) => [
            ...rest.slice(0, at),
            count - 1,
            ...rest.slice(at),
          ]),
        );
  cache.set(count, made);
  return made;
}
