import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { saw } from "../harness/report.ts";
import { size } from "../harness/size.ts";
import { type Exploration, Explorer } from "./explorer.ts";
import type { Bounds } from "./model.ts";
import { type Rewrite, SteppingDatabase } from "./stepping-database.ts";
import { createWorld } from "./world.ts";

const database = useDatabase();

const PEACE: Bounds = {
  ...{ runs: 2, workers: 3, limit: 1, maxAttempts: 2 },
  ...{ crashes: 0, silences: 0, failures: 0, cancels: 0 },
};

interface Options {
  isWarm?: boolean;
  maxTransitions?: number;
  rewrite?: Rewrite;
}

async function explore(
  trouble: Partial<Bounds>,
  { isWarm = true, maxTransitions = 1_000_000, rewrite }: Options = {},
): Promise<Exploration> {
  const bounds = { ...PEACE, ...trouble };
  const world = await createWorld(database.db, bounds);
  const db = await SteppingDatabase.open(database.db, rewrite);
  try {
    const explorer = new Explorer(db, world, { bounds, isWarm, maxTransitions });
    return await explorer.explore(world.state);
  } finally {
    await db.close();
    await database.db.prisma.worker.deleteMany();
    // The next world has an environment of its own.
    await database.db.pool.query("DELETE FROM admission_turn");
  }
}

/** Two runs, a limit of one, and what may go wrong; `isWarm: false`: workers read the task before they start it. */
const SHORT: [Partial<Bounds>, Options][] = [
  [{}, {}],
  [{ workers: 2 }, { isWarm: false }],
  [{ workers: 2, crashes: 1 }, {}],
  [{ runs: 1, workers: 2, crashes: 1 }, { isWarm: false }],
  [{ runs: 1, workers: 2, cancels: 1, failures: 1 }, {}],
  [{ runs: 1, workers: 2, cancels: 1, crashes: 1 }, {}],
  [{ workers: 2, isHosting: true }, {}],
  [{ runs: 1, workers: 2, cancels: 1, crashes: 1, isHosting: true }, {}],
];
/** What the engine promises: two runs, three workers, a crash between any two statements. All of it. */
const PROMISED: [Partial<Bounds>, Options][] = [
  [{ crashes: 1 }, {}],
  [{ crashes: 1, isHosting: true }, {}],
];
/** Of what is too much, this many steps are walked: a minute or two each, and nothing is said of lost runs. */
const cut: Options = { maxTransitions: 25_000 };
const LONG: [Partial<Bounds>, Options][] = [
  [{ crashes: 1 }, { ...cut, isWarm: false }],
  [{ crashes: 2 }, cut],
  [{ runs: 1, crashes: 2 }, cut],
  [{ runs: 1, workers: 2, silences: 1 }, cut],
  [{ runs: 1, workers: 2, silences: 1, isHosting: true }, cut],
  [{ runs: 1, crashes: 1, cancels: 1, isHosting: true }, cut],
  [{ runs: 1, crashes: 1, failures: 1, isHosting: true }, cut],
  [{ crashes: 1, cancels: 1 }, cut],
  [{ crashes: 1, failures: 1 }, cut],
  [{ workers: 2, silences: 1, isHosting: true }, cut],
  [{ crashes: 1, cancels: 1, isHosting: true }, cut],
];

describe("every interleaving of the workers and the web process", () => {
  it.each(size(SHORT, [...SHORT, ...PROMISED, ...LONG]))(
    "ends well, with %j %j",
    {
      timeout: size(60_000, 40 * 60_000),
    },
    async (trouble, options) => {
      const { finding, isComplete, states, transitions } = await explore(trouble, options);
      const walked = `${states} situations, ${transitions} steps${isComplete ? "" : ", not all"}`;
      saw(`explorer ${JSON.stringify({ ...trouble, ...options })}: ${walked}`);
      expect(finding).toBeUndefined();
      expect(isComplete || options.maxTransitions !== undefined).toBe(true);
    },
  );
});

function without(name: string, guard: string, instead = ""): Rewrite {
  return (text, of) => {
    if (of !== name) return text;
    if (!text.includes(guard)) throw new Error(`${name} has no ${guard}`);
    return text.replace(guard, instead);
  };
}

describe("a planted fault is found", () => {
  it.each<[string, Partial<Bounds>, Rewrite, RegExp]>([
    [
      "two admissions at one count of turns",
      { workers: 2 },
      without("take-runs", "WHERE kept.turn = $2::bigint"),
      /hold slots of 1/,
    ],
    [
      "two admissions at one count of turns, which start what they admit",
      { workers: 2, isHosting: true },
      (text, name) =>
        name.startsWith("take-") ? text.replace("WHERE kept.turn = $2::bigint", "") : text,
      /hold slots of 1/,
    ],
    [
      "a late result that no fence stops",
      { runs: 1, workers: 2, silences: 1 },
      (text, name) =>
        name === "transition-runs"
          ? text
              .replace("AND (c.fence IS NULL OR run.attempt_number = c.fence)", "")
              .replace("AND (c.attempt_id IS NULL OR", "AND (true OR")
          : text,
      /late result/,
    ],
    [
      "an orphaned job whose run is forgotten",
      { runs: 1, workers: 2, crashes: 1 },
      without("delete-orphaned-jobs", "WHERE run.status = 'DEQUEUED'", "WHERE false"),
      /has no job/,
    ],
    [
      "attempts of lost workers that nobody ends",
      { runs: 1, workers: 2, crashes: 1 },
      without("find-lost-attempts", "worker.stopped_at IS NOT NULL", "false"),
      /is lost/,
    ],
  ])("%s", { timeout: 60_000 }, async (_, trouble, rewrite, what) => {
    const { finding } = await explore(trouble, { rewrite });
    expect(finding?.what).toMatch(what);
  });
});
