import type { ApiRequest } from "../client/api-request.ts";

const PATH = /^\/realtime\/v1\/streams\/([^/]+)\/(self|parent|root)\/([^/]+)$/;

/** The streams that a run writes in a test. */
export class TestStreams {
  readonly #runId: string;
  readonly #own = new Map<string, unknown[]>();

  constructor(runId: string) {
    this.#runId = runId;
  }

  /** By key, the parts of the run's own streams. */
  get own(): Record<string, unknown[]> {
    return Object.fromEntries(this.#own);
  }

  /** Undefined for what is no call about streams. Those of other runs are taken, and forgotten. */
  answer({ method, path, jsonLines = "" }: ApiRequest): object | undefined {
    const [, runId, target, key = ""] = PATH.exec(path) ?? [];
    if (runId === undefined || (method !== "PUT" && method !== "POST")) return undefined;
    if (target !== "self" || decodeURIComponent(runId) !== this.#runId) return {};
    const name = decodeURIComponent(key);
    const parts = this.#own.get(name) ?? [];
    const lines = jsonLines.split("\n").filter((line) => line !== "");
    this.#own.set(name, [...parts, ...lines.map((line): unknown => JSON.parse(line))]);
    return {};
  }
}
