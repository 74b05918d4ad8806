import { createHash, randomUUID } from "node:crypto";
import type { FeedMessage, RunRow } from "#sdk/wire/run-row.ts";
import { parseFriendlyId } from "#worker/domain/ids.ts";
import type { EnvironmentContext } from "#worker/services/context.ts";
import { type RunSelection, readRunRows } from "#worker/services/runs/subscriptions/read.ts";
import { subscribeToRuns } from "./run-feed.ts";

/** One that nobody has asked for so long is over: its client is gone. */
const FORGOTTEN_MS = 60_000;
/** Another process may have answered the poll before: what changed shortly before it is told again. */
const OVERLAP_MS = 2_000;

const store: { pawlSubscriptions?: Map<string, RunSubscription> } = globalThis as {
  pawlSubscriptions?: Map<string, RunSubscription>;
};

/**
 * What one client of the feed was told, so that it is told only what is new. It is kept between two polls,
 * and listens meanwhile. A client that comes to another process, or back after a restart, is followed from
 * the moment that its offset names: it may be told something twice, never nothing.
 */
export class RunSubscription {
  readonly handle: string;
  readonly #selection: RunSelection;
  /** By id, what the client knows of each run. */
  readonly #known = new Map<string, string>();
  /** Runs that changed since, or all of them may have. */
  readonly #changed = new Set<string>();
  #mayAllHaveChanged = true;
  /** Of the last answer. */
  lastOffset = "";
  #wake: (() => void) | undefined;
  readonly #unsubscribe: () => void;
  readonly #key: string;
  #timer: NodeJS.Timeout | undefined;

  constructor(ctx: EnvironmentContext, selection: RunSelection, handle: string) {
    this.handle = handle;
    this.#selection = selection;
    this.#key = keyOf(ctx, selection, handle);
    this.#unsubscribe = subscribeToRuns(ctx.environment.id, ({ runIds, isTruncated }) => {
      if (isTruncated) this.#mayAllHaveChanged = true;
      for (const runId of runIds) this.#changed.add(parseFriendlyId("run", runId) ?? "");
      this.#wake?.();
    });
    subscriptions().set(this.#key, this);
    this.#keep();
  }

  /**
   * A client that does not name the last answer's offset has not seen that answer: what it was told counts
   * from what it names.
   */
  continueFrom(offset: string): void {
    if (offset === this.lastOffset) return;
    this.#known.clear();
    this.#mayAllHaveChanged = true;
  }

  /** Everything as it is now. */
  async snapshot(ctx: EnvironmentContext): Promise<FeedMessage[]> {
    this.#keep();
    this.#mayAllHaveChanged = false;
    this.#changed.clear();
    const rows = await readRunRows(ctx, this.#selection);
    return rows.map((row) => this.#tell(row));
  }

  /** What is new, as soon as there is something; nothing when `waitMs` are over or the client is gone. */
  async changes(
    ctx: EnvironmentContext,
    { since, waitMs, signal }: { since: Date; waitMs: number; signal: AbortSignal },
  ): Promise<FeedMessage[]> {
    const deadline = performance.now() + waitMs;
    for (;;) {
      this.#keep();
      const messages = (await this.#readChanged(ctx)).flatMap((row) => this.#news(row, since));
      const leftMs = deadline - performance.now();
      if (messages.length > 0 || leftMs <= 0 || signal.aborted) return messages;
      if (!this.#hasChanged()) await this.#change(leftMs, signal);
    }
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#unsubscribe();
    subscriptions().delete(this.#key);
  }

  async #readChanged(ctx: EnvironmentContext): Promise<RunRow[]> {
    const isAll = this.#mayAllHaveChanged;
    const ids = [...this.#changed];
    this.#mayAllHaveChanged = false;
    this.#changed.clear();
    if (isAll) return readRunRows(ctx, this.#selection);
    return ids.length > 0 ? readRunRows(ctx, this.#selection, ids) : [];
  }

  #news(row: RunRow, since: Date): FeedMessage[] {
    const known = this.#known.get(row.id);
    if (known === hashOf(row)) return [];
    // Nobody here knows what it was told, and nothing has happened since it was told something.
    const isOld = Date.parse(`${row.updatedAt}Z`) < since.getTime() - OVERLAP_MS;
    if (known === undefined && isOld) {
      this.#known.set(row.id, hashOf(row));
      return [];
    }
    return [this.#tell(row)];
  }

  #tell(row: RunRow): FeedMessage {
    const isKnown = this.#known.has(row.id);
    this.#known.set(row.id, hashOf(row));
    // It does not change, and may be large.
    const { payload, payloadType, ...rest } = row;
    return {
      key: `"run"/"${row.id}"`,
      value: isKnown ? rest : row,
      headers: { operation: isKnown ? "update" : "insert" },
    };
  }

  #hasChanged(): boolean {
    return this.#mayAllHaveChanged || this.#changed.size > 0;
  }

  async #change(waitMs: number, signal: AbortSignal): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, waitMs);
      signal.addEventListener("abort", () => resolve(), { once: true });
      this.#wake = () => resolve();
      // A timer that is left would keep nothing but itself.
      timer.unref();
    });
    this.#wake = undefined;
  }

  #keep(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.close(), FORGOTTEN_MS).unref();
  }
}

function subscriptions(): Map<string, RunSubscription> {
  store.pawlSubscriptions ??= new Map();
  return store.pawlSubscriptions;
}

/** The one that the client has, or a new one; of this environment and selection only. */
export function subscriptionOf(
  ctx: EnvironmentContext,
  selection: RunSelection,
  handle: string | undefined,
): RunSubscription {
  const given = handle ?? randomUUID();
  return (
    subscriptions().get(keyOf(ctx, selection, given)) ?? new RunSubscription(ctx, selection, given)
  );
}

/** The window of a selection begins with its first poll. */
function keyOf(ctx: EnvironmentContext, selection: RunSelection, handle: string): string {
  const what = selection.kind === "TAGS" ? selection.tags : selection.id;
  return JSON.stringify([ctx.environment.id, selection.kind, what, handle]);
}

function hashOf({ payload, ...row }: RunRow): string {
  return createHash("sha1").update(JSON.stringify(row)).digest("base64");
}
