import { friendlyId, parseFriendlyId } from "#worker/domain/ids.ts";
import type { RunsChangedMessage } from "#worker/domain/views.ts";
import { listen } from "#worker/services/listen.ts";
import { CHANNELS } from "#worker/services/signals.ts";
import type { StandingConnection } from "#worker/services/standing-connection.ts";
import { services } from "./services.ts";

type Subscriber = (message: RunsChangedMessage) => void;

interface Feed {
  subscribers: Map<string, Set<Subscriber>>;
  /** By run: who reads its streams. */
  readers: Map<string, Set<() => void>>;
  listener: StandingConnection;
}

const MAX_IDS = 200;
const store: { pawlFeed?: Feed } = globalThis as { pawlFeed?: Feed };

/** Tells of the runs of an environment that change, from one listening connection per process. Returns how to stop. */
export function subscribeToRuns(environmentId: string, onMessage: Subscriber): () => void {
  store.pawlFeed ??= openFeed();
  const id = parseFriendlyId("env", environmentId) ?? environmentId;
  return join(store.pawlFeed.subscribers, id, onMessage);
}

/** Tells that a stream of this run (its UUID) has grown, or may have. Returns how to stop. */
export function subscribeToStream(runId: string, onMore: () => void): () => void {
  store.pawlFeed ??= openFeed();
  return join(store.pawlFeed.readers, runId, onMore);
}

function join<T>(groups: Map<string, Set<T>>, id: string, member: T): () => void {
  const group = groups.get(id) ?? new Set();
  groups.set(id, group.add(member));
  return () => {
    group.delete(member);
    if (group.size === 0) groups.delete(id);
  };
}

function openFeed(): Feed {
  const subscribers: Feed["subscribers"] = new Map();
  const readers: Feed["readers"] = new Map();
  const listener = listen({
    url: services().env.DATABASE_URL,
    channels: {
      [CHANNELS.runs]: (pairs) => deliver(subscribers, pairs),
      [CHANNELS.streams]: (runIds) => {
        for (const runId of runIds) for (const onMore of readers.get(runId) ?? []) onMore();
      },
    },
    // Something may have been missed: everyone reads again.
    onConnected: () => {
      for (const group of subscribers.values()) {
        for (const subscriber of group) subscriber({ runIds: [], isTruncated: true });
      }
      for (const group of readers.values()) for (const onMore of group) onMore();
    },
  });
  return { subscribers, readers, listener };
}

function deliver(subscribers: Feed["subscribers"], pairs: string[]): void {
  const byEnvironment = new Map<string, Set<string>>();
  for (const pair of pairs) {
    const [environmentId = "", runId = ""] = pair.split(":");
    if (!subscribers.has(environmentId)) continue;
    const ids = byEnvironment.get(environmentId) ?? new Set();
    byEnvironment.set(environmentId, ids.add(runId));
  }
  for (const [environmentId, ids] of byEnvironment) {
    const runIds = [...ids].slice(0, MAX_IDS).map((id) => friendlyId("run", id));
    for (const subscriber of subscribers.get(environmentId) ?? []) {
      subscriber({ runIds, isTruncated: ids.size > MAX_IDS });
    }
  }
}
