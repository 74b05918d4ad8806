/** A lane is one concurrency key of one queue. Its runs start oldest first; lanes take turns. */
export interface Lane {
  queue: string;
  key: string;
  /** When its oldest run was queued, minus that run's priority: epoch milliseconds. */
  headOrder: number;
}

export interface QueueLimits {
  /** Runs per key at once; undefined: only the environment's limit holds. */
  limit: number | undefined;
  isPaused: boolean;
}

export interface AdmissionState {
  /** Slots that the environment has left. */
  freeSlots: number;
  lanes: readonly Lane[];
  limits: ReadonlyMap<string, QueueLimits>;
  /** Slots in use by lane, see `laneId`. */
  inUse: ReadonlyMap<string, number>;
}

export interface LaneGrant {
  queue: string;
  key: string;
  /** Take up to this many of its oldest runs. */
  count: number;
}

export function laneId(queue: string, key: string): string {
  return `${queue}\u0000${key}`;
}

/**
 * Deals the free slots out, one a turn: first to queues in turn, within a queue to its keys in turn,
 * so that neither a long queue nor a busy key delays the next run of another.
 */
export function planAdmission(state: AdmissionState): LaneGrant[] {
  const queues = openLanesByQueue(state);
  const grants = new Map<string, LaneGrant>();
  let free = state.freeSlots;
  while (free > 0 && queues.length > 0) {
    for (let i = 0; i < queues.length && free > 0; ) {
      const lanes = queues[i] ?? [];
      const lane = lanes.shift();
      if (lane) {
        give(grants, lane);
        free--;
        lane.room--;
        if (lane.room > 0) lanes.push(lane);
      }
      if (lanes.length === 0) queues.splice(i, 1);
      else i++;
    }
  }
  return [...grants.values()];
}

type OpenLane = Lane & { room: number };

/** Lanes with room, the longest waiting first, grouped by queue in the same order. */
function openLanesByQueue({ lanes, limits, inUse }: AdmissionState): OpenLane[][] {
  const queues = new Map<string, OpenLane[]>();
  for (const lane of [...lanes].sort((a, b) => a.headOrder - b.headOrder)) {
    const queue = limits.get(lane.queue);
    if (queue?.isPaused) continue;
    const limit = queue?.limit ?? Number.POSITIVE_INFINITY;
    const room = limit - (inUse.get(laneId(lane.queue, lane.key)) ?? 0);
    if (room <= 0) continue;
    const group = queues.get(lane.queue);
    if (group) group.push({ ...lane, room });
    else queues.set(lane.queue, [{ ...lane, room }]);
  }
  return [...queues.values()];
}

function give(grants: Map<string, LaneGrant>, lane: Lane): void {
  const id = laneId(lane.queue, lane.key);
  const grant = grants.get(id);
  if (grant) grant.count++;
  else grants.set(id, { queue: lane.queue, key: lane.key, count: 1 });
}
