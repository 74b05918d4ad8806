import { callApi } from "../client/transport.ts";
import type { AttemptMetadata } from "../current-attempt.ts";
import type { Metadata, MetadataOperation, MetadataUpdate } from "../wire/metadata.ts";
import { assertUsableKey, changeMetadata, readMetadata } from "../wire/metadata.ts";
import type { AttemptInput } from "../wire/protocol.ts";

const FLUSH_AFTER_MS = 1_000;
/** Of JSON in one call; the server takes twice as much. */
const MAX_UPDATE_CHARS = 1024 * 1024;

export type MetadataTarget = "self" | "parent" | "root";

/** How changes get to the server, and how the whole is read from there. */
export interface MetadataStore {
  update: (update: MetadataUpdate) => Promise<void>;
  read: () => Promise<Metadata>;
}

interface Waiting {
  target: MetadataTarget;
  operation: MetadataOperation;
}

/** The metadata of the run as its attempt sees it, and the changes that are not stored yet. */
export class RunMetadata implements AttemptMetadata {
  readonly #ctx: AttemptInput["ctx"];
  readonly #store: MetadataStore;
  readonly #warn: (message: string) => void;
  #current: Metadata;
  #waiting: Waiting[] = [];
  #timer: NodeJS.Timeout | undefined;
  #underWay: Promise<void> | undefined;

  constructor(
    attempt: Pick<AttemptInput, "ctx" | "metadata">,
    store: MetadataStore,
    warn: (message: string) => void,
  ) {
    this.#ctx = attempt.ctx;
    this.#current = attempt.metadata ?? {};
    this.#store = store;
    this.#warn = warn;
  }

  current(): Metadata {
    return this.#current;
  }

  get(key: string): unknown {
    return readMetadata(this.#current, key);
  }

  change(wished: MetadataTarget, operation: MetadataOperation): void {
    const target = this.#exists(wished) ? wished : "self";
    if (target === "self") this.#current = changeMetadata(this.#current, [operation]);
    else if (operation.type !== "update") assertUsableKey(operation.key);
    fold(this.#waiting, { target, operation });
    this.#timer ??= setTimeout(() => void this.#flushInBackground(), FLUSH_AFTER_MS);
  }

  /** @throws ApiError when changes were refused; they are dropped then. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    // What is under way belongs to whoever sent it, its failure included.
    await this.#underWay?.catch(() => {});
    while (this.#waiting.length > 0) {
      this.#underWay = this.#store.update(toUpdate(takeBatch(this.#waiting)));
      try {
        await this.#underWay;
      } finally {
        this.#underWay = undefined;
      }
    }
  }

  async refresh(): Promise<void> {
    await this.flush();
    const stored = await this.#store.read();
    const since = this.#waiting.filter(({ target }) => target === "self");
    this.#current = changeMetadata(
      stored,
      since.map(({ operation }) => operation),
    );
  }

  /** At the end of the attempt: stores what is left. Never throws. */
  async close(): Promise<void> {
    if (this.#waiting.length > 0 || this.#underWay) await this.#flushInBackground();
  }

  async #flushInBackground(): Promise<void> {
    try {
      await this.flush();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.#warn(`Changes of metadata could not be stored. ${reason}`);
    }
  }

  #exists(target: MetadataTarget): boolean {
    const { parentTaskRunId, rootTaskRunId } = this.#ctx.run;
    if (target === "self") return true;
    return (target === "parent" ? parentTaskRunId : rootTaskRunId) !== undefined;
  }
}

/** The store of a deployed run: the API, with the key of the attempt's own environment. */
export function metadataStore({ ctx, env }: Pick<AttemptInput, "ctx" | "env">): MetadataStore {
  const path = `/api/v1/runs/${encodeURIComponent(ctx.run.id)}/metadata`;
  // A task may have configured the client for somebody else.
  const options = {
    clientConfig: { baseURL: env["TRIGGER_API_URL"], secretKey: env["TRIGGER_SECRET_KEY"] },
  };
  return {
    update: async (update) => {
      await callApi({ method: "PUT", path, body: update }, options);
    },
    read: async () => {
      const { body } = await callApi({ method: "GET", path }, options);
      const metadata: unknown = Reflect.get(body, "metadata");
      return typeof metadata === "object" && metadata !== null ? { ...metadata } : {};
    },
  };
}

/** Adds a change; one that makes up for the last of the same key takes its place. */
function fold(waiting: Waiting[], next: Waiting): void {
  if (next.operation.type === "update") {
    const others = waiting.filter(({ target }) => target !== next.target);
    waiting.splice(0, waiting.length, ...others, next);
    return;
  }
  const index = waiting.findLastIndex(({ target, operation }) => {
    if (target !== next.target) return false;
    // What it changes may contain what the next one changes, or be a part of it.
    return (
      operation.type === "update" ||
      isPath(operation) ||
      isPath(next.operation) ||
      keyOf(operation) === keyOf(next.operation)
    );
  });
  const last = waiting[index];
  const folded = last && foldInto(last.operation, next.operation);
  if (folded) waiting[index] = { target: next.target, operation: folded };
  else waiting.push(next);
}

function foldInto(last: MetadataOperation, next: MetadataOperation): MetadataOperation | undefined {
  if (last.type === "update" || next.type === "update" || last.key !== next.key) return undefined;
  if (next.type === "set" || next.type === "delete") return next;
  if (next.type !== "increment") return undefined;
  if (last.type === "increment") return { ...last, value: last.value + next.value };
  const isNumber = last.type === "set" && typeof last.value === "number";
  return isNumber ? { ...last, value: Number(last.value) + next.value } : undefined;
}

function keyOf(operation: MetadataOperation): string | undefined {
  return operation.type === "update" ? undefined : operation.key;
}

function isPath(operation: MetadataOperation): boolean {
  return keyOf(operation)?.startsWith("$.") ?? false;
}

/** Takes what fits into one call from the front. */
function takeBatch(waiting: Waiting[]): Waiting[] {
  let count = 0;
  for (let chars = 0; count < waiting.length; count++) {
    chars += JSON.stringify(waiting[count]).length;
    if (count > 0 && chars > MAX_UPDATE_CHARS) break;
  }
  return waiting.splice(0, count);
}

function toUpdate(batch: Waiting[]): MetadataUpdate {
  const of = (wanted: MetadataTarget) => {
    const own = batch.filter(({ target }) => target === wanted);
    return own.length > 0 ? own.map(({ operation }) => operation) : undefined;
  };
  return { operations: of("self"), parentOperations: of("parent"), rootOperations: of("root") };
}
