import { hostname } from "node:os";
import type pg from "pg";
import { type Room, roomOf } from "#worker/domain/machine-room.ts";
import type { ServiceContext } from "../context.ts";
import { newId } from "../new-id.ts";

export interface WorkerRegistration {
  slots: number;
  /** What it hands out to runs. Left out: as much as anybody asks for. */
  room?: Room;
  /** Pawl's. */
  version: string;
}

const LARGEST = roomOf("large-2x");

/** Enters this process as a worker and returns its id. */
export async function registerWorker(
  ctx: ServiceContext,
  { slots, version, room }: WorkerRegistration,
): Promise<string> {
  const id = newId();
  await ctx.db.prisma.worker.create({
    data: {
      id,
      host: hostname(),
      pid: process.pid,
      version,
      nodeVersion: process.version,
      slots,
      capacity: slots,
      ...(room ?? { cpu: slots * LARGEST.cpu, memoryMb: slots * LARGEST.memoryMb }),
      // The heartbeat's first time is the column's default: the database's clock.
      startedAt: ctx.clock(),
    },
  });
  return id;
}

/** The name under which this worker takes jobs, so that the jobs of a lost one are found. */
export async function nameJobPool(
  ctx: ServiceContext,
  workerId: string,
  jobPool: string,
): Promise<void> {
  await ctx.db.prisma.worker.update({ where: { id: workerId }, data: { jobPool } });
}

/**
 * Says that this worker is alive, by the database's clock, how far its own is from that, and how many
 * admitted runs it can hold.
 * Returns whether somebody drains it, and whether it had been given up.
 */
export async function heartbeat(
  ctx: ServiceContext,
  workerId: string,
  capacity: number,
  client: Pick<pg.ClientBase, "query"> = ctx.db.pool,
): Promise<{ isDraining: boolean; wasGivenUp: boolean }> {
  const { rows } = await client.query<{ isDraining: boolean; wasGivenUp: boolean }>({
    name: "worker-heartbeat",
    text: `
      WITH before AS (SELECT stopped_at FROM worker WHERE id = $1 FOR UPDATE)
      UPDATE worker SET heartbeat_at = clock_timestamp(), stopped_at = NULL, capacity = $2,
        clock_ahead_ms = least(greatest(
          extract(epoch FROM $3::timestamptz - clock_timestamp()) * 1000, -2147483647), 2147483647)
      FROM before WHERE id = $1
      RETURNING draining_at IS NOT NULL AS "isDraining", before.stopped_at IS NOT NULL AS "wasGivenUp"`,
    values: [workerId, capacity, ctx.clock()],
  });
  return rows[0] ?? { isDraining: false, wasGivenUp: false };
}

/** It stops: from now on nothing is admitted for its places, which would only come back from it. */
export async function announceStop(ctx: ServiceContext, workerId: string): Promise<void> {
  await ctx.db.pool.query({
    name: "announce-stop",
    text: "UPDATE worker SET draining_at = coalesce(draining_at, $2) WHERE id = $1",
    values: [workerId, ctx.clock()],
  });
}

/** A clean stop: nothing is executing here any more. */
export async function unregisterWorker(ctx: ServiceContext, workerId: string): Promise<void> {
  await ctx.db.prisma.worker.updateMany({
    where: { id: workerId },
    data: { stoppedAt: ctx.clock() },
  });
}
