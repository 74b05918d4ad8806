import { parseFriendlyId } from "#worker/domain/ids.ts";

/** What has an id of ours that people meet: in addresses, answers of the API, logs. */
export type IdKind =
  | "run"
  | "batch"
  | "waitpoint"
  | "sched"
  | "deployment"
  | "bulk"
  | "error"
  | "queue"
  | "worker"
  | "apikey"
  | "env";

export type PastedId =
  | { kind: IdKind; id: string; isWhole: true }
  /** A piece of one: cut off, or copied with the dots that shorten it on screen. */
  | { kind: IdKind; id: string; isWhole: false };

/**
 * The 128 bits of a row's id are 26 characters, of which the first is at most a 7. A piece counts from ten characters
 * on, or with the dots in it that shorten an id on screen: words such as `error_404` are none.
 */
const ID =
  /(?<![A-Za-z0-9_])(run|batch|waitpoint|sched|deployment|bulk|error|queue|worker|apikey|env)_[0-7](?:[0-9a-hjkmnp-tv-z]{9,}|[0-9a-hjkmnp-tv-z]*…[0-9a-z]*)(?![A-Za-z0-9_])/;

/** A version as `pawl deploy` counts them: the day, and which of that day. */
const VERSION = /(?<![\w.])\d{8}\.\d{1,6}(?![\w.])/;

/** The first id of ours anywhere in what was typed or pasted, a whole address or a line of a log included. */
export function findPastedId(text: string): PastedId | undefined {
  const [id, kind] = ID.exec(text) ?? [];
  if (id !== undefined && isKind(kind)) {
    return { kind, id, isWhole: parseFriendlyId(kind, id) !== null };
  }
  const version = VERSION.exec(text)?.[0];
  return version === undefined ? undefined : { kind: "deployment", id: version, isWhole: true };
}

const NOUNS: Record<IdKind, string> = {
  run: "run",
  batch: "batch",
  waitpoint: "waitpoint token",
  sched: "schedule",
  deployment: "deployment",
  bulk: "bulk action",
  error: "error",
  queue: "queue",
  worker: "worker",
  apikey: "API key",
  env: "environment",
};

export function nounOf(kind: IdKind): string {
  return NOUNS[kind];
}

function isKind(text: string | undefined): text is IdKind {
  return text !== undefined && Object.hasOwn(NOUNS, text);
}
