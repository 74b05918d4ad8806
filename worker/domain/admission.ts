/** A lane is one concurrency key of one queue. Its runs start oldest first; lanes take turns. */
export interface Lane {
  queue: string;
  key: string;
  /** Runs it may start now, at least 1; undefined: only the environment's limit holds. */
  room: number | undefined;
  /** The same for all lanes of its queue together. */
  queueRoom: number | undefined;
  /** Only its runs of negative priority may start: the place of the first one is later than now. */
  isLow?: boolean;
}

export interface AdmissionState {
  /** Slots that the environment has left. */
  freeSlots: number;
  /** Lanes that may start a run, each queue's in the order of its turns; the queues in the order of theirs. */
  lanes: readonly Lane[];
}

export interface LaneGrant {
  queue: string;
  key: string;
  /** Take up to this many of its oldest runs. */
  count: number;
  isLow?: boolean;
}

export interface AdmissionPlan {
  grants: LaneGrant[];
  /** The queue that was given the last slot: the next turn starts behind it. */
  lastQueue: string | undefined;
  /** The same for the keys of each queue that was given one. */
  lastKeys: Map<string, string>;
}

/**
 * Deals the free slots out, one a turn: first to queues in turn, within a queue to its keys in turn,
 * so that neither a long queue nor a busy key delays the next run of another.
 */
export function planAdmission({ freeSlots, lanes }: AdmissionState): AdmissionPlan {
  const queues = groupByQueue(lanes);
  const grants = new Map<OpenLane, number>();
  const plan: AdmissionPlan = { grants: [], lastQueue: undefined, lastKeys: new Map() };
  let free = freeSlots;
  while (free > 0 && queues.length > 0) {
    for (let i = 0; i < queues.length && free > 0; ) {
      const queue = queues[i];
      const lane = queue?.lanes.shift();
      if (queue && lane) {
        grants.set(lane, (grants.get(lane) ?? 0) + 1);
        plan.lastQueue = lane.queue;
        plan.lastKeys.set(lane.queue, lane.key);
        free--;
        queue.room--;
        lane.room--;
        if (lane.room > 0) queue.lanes.push(lane);
      }
      if (!queue || queue.room <= 0 || queue.lanes.length === 0) queues.splice(i, 1);
      else i++;
    }
  }
  plan.grants = [...grants].map(([{ queue, key, isLow }, count]) => ({
    ...{ queue, key, count },
    ...(isLow && { isLow }),
  }));
  return plan;
}

type OpenLane = { queue: string; key: string; room: number; isLow: boolean };
type OpenQueue = { room: number; lanes: OpenLane[] };

const UNLIMITED = Number.POSITIVE_INFINITY;

function groupByQueue(lanes: readonly Lane[]): OpenQueue[] {
  const queues = new Map<string, OpenQueue>();
  for (const { queue, key, room = UNLIMITED, queueRoom = UNLIMITED, isLow = false } of lanes) {
    const group = queues.get(queue) ?? { room: queueRoom, lanes: [] };
    group.lanes.push({ queue, key, room, isLow });
    queues.set(queue, group);
  }
  return [...queues.values()];
}
