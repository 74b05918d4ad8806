import type { ApiRequest } from "../client/api-request.ts";

const INPUT = /^\/realtime\/v1\/streams\/([^/]+)\/input\/([^/]+)$/;
const PATH = /^\/realtime\/v1\/streams\/([^/]+)\/(self|parent|root)\/([^/]+)$/;

/** The streams that a run writes in a test. */
export class TestStreams {
  readonly #runId: string;
  readonly #own = new Map<string, unknown[]>();

  readonly #inputs: Record<string, unknown[]>;

  constructor(runId: string, inputs: Record<string, unknown[]>) {
    this.#runId = runId;
    this.#inputs = inputs;
  }

  /** What the test sends into the run, from this place of the stream on. */
  input(name: string, place: number): { data: unknown } | undefined {
    const messages = this.#inputs[name] ?? [];
    return place < messages.length ? { data: messages[place] } : undefined;
  }

  /** By key, the parts of the run's own streams. */
  get own(): Record<string, unknown[]> {
    return Object.fromEntries(this.#own);
  }

  /** Undefined for what is no call about streams. Those of other runs are taken, and forgotten. */
  answer({ method, path, jsonLines = "" }: ApiRequest): object | undefined {
    const [, , input] = INPUT.exec(path) ?? [];
    if (input !== undefined) {
      return method === "GET"
        ? { parts: this.#inputs[decodeURIComponent(input)] ?? [] }
        : { ok: true };
    }
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
