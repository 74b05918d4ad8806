import type pg from "pg";
import { INSERT_BATCHES, INSERT_CHILDREN, INSERT_HISTORY } from "./seed/history.ts";
import { INSERT_PRESENT, INSERT_WAITS, presentGroups } from "./seed/present.ts";
import { LONG_TASK, orderSteps, profiles } from "./seed/profiles.ts";
import { INSERT_LONG_TIMELINE, INSERT_SCENES, scenes } from "./seed/scenes.ts";
import { FIND_OLDER, HAPPENINGS, INSERT_ATTEMPTS, INSERT_EVENTS } from "./seed/timeline.ts";

export interface SeedTarget {
  environmentId: string;
  /** Oldest first; the last one is current. */
  deployments: { id: string; at: Date }[];
}

export interface SeedOptions {
  /** Of the past; what goes on now comes on top of it. */
  runCount: number;
  now: Date;
  /** Only so many of the newest runs, and those of interest, get their attempts, logs and spans; nobody looks at the rest. */
  timelineCount?: number;
  /** Some execute and others wait for them; else nothing happens there. */
  isBusy?: boolean;
  /** Runs of the past that somebody knows more about, as `INSERT_SCENES` takes them. */
  moreScenes?: readonly object[];
  onProgress?: (text: string) => void;
}

/** Every order brings this many runs of its own. */
const RUNS_PER_BASE = 1 + 0.07 * 2.9;
const CHUNK = 25_000;
/** A statement keeps one core of the database busy. */
const AT_ONCE = 2;

/**
 * Fills an environment with runs of a shop: history, what goes on now, and the extremes. Set-based, so
 * that a million runs take minutes, and the same each time for the same moment.
 */
export async function seedRuns(
  pool: pg.Pool,
  target: SeedTarget,
  options: SeedOptions,
): Promise<void> {
  const { runCount, now, isBusy = true, timelineCount = 20_000, onProgress = () => {} } = options;
  const { environmentId, deployments } = target;
  const current = deployments.at(-1)?.id;
  const base = Math.round(runCount / RUNS_PER_BASE);
  const history = [base, now, shares(), JSON.stringify(periods(deployments))] as const;
  let nextFrom = 1;
  let made = 0;
  const makeChunks = async () => {
    while (nextFrom <= base) {
      const from = nextFrom;
      nextFrom += CHUNK;
      const to = Math.min(base, nextFrom - 1);
      await pool.query(INSERT_HISTORY, [environmentId, from, to, ...history]);
      made += to - from + 1;
      onProgress(`${made.toLocaleString("en")} of ${base.toLocaleString("en")} runs`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, makeChunks));
  const steps = orderSteps.map(({ from, to, ...step }, index) => ({
    ...{ ...step, from_share: from, to_share: to, ordinal: index + 1 },
  }));
  await pool.query(INSERT_CHILDREN, [environmentId, JSON.stringify(steps)]);
  await pool.query(INSERT_BATCHES, [environmentId]);
  const groups = JSON.stringify(presentGroups(runCount, LONG_TASK, isBusy));
  await pool.query(INSERT_PRESENT, [environmentId, now, groups, current]);
  await pool.query(INSERT_WAITS, [environmentId, now]);
  const all = JSON.stringify([...scenes(), ...(options.moreScenes ?? [])]);
  const told = await pool.query<{ id: string }>(INSERT_SCENES, [environmentId, now, all, current]);
  onProgress("Attempts, logs and spans");
  const sceneIds = told.rows.map(({ id }) => id);
  await seedTimelines(pool, { environmentId, now, count: timelineCount, sceneIds });
  await pool.query("ANALYZE run");
  await pool.query("ANALYZE run_event");
}

interface Timelines {
  environmentId: string;
  now: Date;
  /** Of the newest runs. */
  count: number;
  sceneIds: string[];
}

async function seedTimelines(pool: pg.Pool, timelines: Timelines): Promise<void> {
  const { environmentId, now, count, sceneIds } = timelines;
  const { rows } = await pool.query<{ id: string }>(
    `SELECT id FROM run WHERE environment_id = $1 ORDER BY id DESC OFFSET $2 LIMIT 1`,
    [environmentId, count],
  );
  const from = rows[0]?.id ?? "00000000-0000-0000-0000-000000000000";
  const older = await pool.query<{ id: string }>(FIND_OLDER, [environmentId, from, sceneIds]);
  const others = older.rows.map(({ id }) => id);
  await pool.query(INSERT_ATTEMPTS, [environmentId, from, now, others]);
  const kinds = profiles.map(({ id, kind }) => ({ task: id, kind }));
  const happenings = Object.entries(HAPPENINGS).flatMap(([of, list]) =>
    list.map((happening) => ({ of, ...happening })),
  );
  await pool.query(INSERT_EVENTS, [
    environmentId,
    from,
    JSON.stringify(kinds),
    JSON.stringify(happenings),
    others,
  ]);
  await pool.query(INSERT_LONG_TIMELINE, [environmentId, "reindex-search"]);
}

/** The profiles, each with the part of [0, 1) that is its own, and its errors as runs store them. */
function shares(): string {
  const total = profiles.reduce((sum, { weight }) => sum + weight, 0);
  let at = 0;
  const rows = profiles.map(({ weight, medianMs, errors, ...profile }) => {
    const from_share = at / total;
    at += weight;
    return {
      ...{ ...profile, from_share, to_share: at / total, median_ms: medianMs },
      errors: errors.map(({ name, message, frames }) => ({
        ...{ type: "BUILT_IN_ERROR", name, message },
        stackTrace: [`${name}: ${message}`, ...frames.map((frame) => `    at ${frame}`)].join("\n"),
      })),
    };
  });
  return JSON.stringify(rows);
}

/** When each deployment was the current one; the first since ever, the last from then on. */
function periods(deployments: SeedTarget["deployments"]) {
  return deployments.map(({ id, at }, index) => ({
    id,
    from_at: index === 0 ? "-infinity" : at.toISOString(),
    to_at: deployments[index + 1]?.at.toISOString() ?? "infinity",
  }));
}
