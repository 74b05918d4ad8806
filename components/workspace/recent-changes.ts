import type { RunsChangedMessage } from "#worker/domain/views.ts";

/** As long as a page may take from when the server read it to when it listens. */
const KEPT_MS = 10_000;
const MAX_IDS = 200;

export type RecentChanges = {
  add: (message: RunsChangedMessage) => void;
  /** All that was told of lately, in one; undefined when that is nothing. */
  gathered: () => RunsChangedMessage | undefined;
};

/** What the feed has said lately, for parts of a page that begin to listen after it was said. */
export function createRecentChanges(): RecentChanges {
  let kept: { at: number; message: RunsChangedMessage }[] = [];
  const prune = () => {
    const since = Date.now() - KEPT_MS;
    kept = kept.filter(({ at }) => at >= since);
  };
  return {
    add: (message) => {
      prune();
      kept.push({ at: Date.now(), message });
    },
    gathered: () => {
      prune();
      if (kept.length === 0) return undefined;
      const ids = new Set(kept.flatMap(({ message }) => message.runIds));
      const isTruncated = ids.size > MAX_IDS || kept.some(({ message }) => message.isTruncated);
      return { runIds: [...ids].slice(0, MAX_IDS), isTruncated };
    },
  };
}
