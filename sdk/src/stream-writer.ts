import type { RequestOptions } from "./client/configuration.ts";
import { callApi } from "./client/transport.ts";

/** Parts that are gathered for one request. */
const MAX_PARTS = 200;
const MAX_CHARACTERS = 512 * 1024;
/** What comes in this time goes together. */
const GATHER_MS = 40;

export interface StreamAddress {
  runId: string;
  target: "self" | "parent" | "root";
  key: string;
}

export function streamPath({ runId, target, key }: StreamAddress): string {
  const [run, name] = [encodeURIComponent(runId), encodeURIComponent(key)];
  return `/realtime/v1/streams/${run}/${target}/${name}`;
}

/**
 * Writes parts to the end of a stream, in order, many at a time. A request that is repeated after a lost answer
 * says where its parts stand among all of this writer, so that none is added twice.
 */
export class StreamWriter {
  readonly #address: StreamAddress;
  readonly #options: RequestOptions | undefined;
  readonly #id = crypto.randomUUID().slice(0, 8);
  #waiting: string[] = [];
  #characters = 0;
  #sent = 0;
  #sending: Promise<void> = Promise.resolve();
  #failure: { error: unknown } | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(address: StreamAddress, options: RequestOptions | undefined) {
    this.#address = address;
    this.#options = options;
  }

  /** How many parts it was given. */
  get count(): number {
    return this.#sent + this.#waiting.length;
  }

  /** Resolves when there is room for more. */
  async write(part: unknown): Promise<void> {
    if (this.#failure) return;
    const text = toJson(this.#address.key, part);
    this.#waiting.push(text);
    this.#characters += text.length;
    if (this.#waiting.length >= MAX_PARTS || this.#characters >= MAX_CHARACTERS) {
      await this.#flush();
    } else this.#timer ??= setTimeout(() => void this.#flush(), GATHER_MS);
  }

  /** @throws ApiError when parts were refused or the server cannot be reached: those and later ones are lost. */
  async end(): Promise<void> {
    await this.#flush();
    if (this.#failure) throw this.#failure.error;
  }

  #flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#sending = this.#sending.then(() => this.#send());
    return this.#sending;
  }

  async #send(): Promise<void> {
    if (this.#failure || this.#waiting.length === 0) return;
    const parts = this.#waiting;
    this.#waiting = [];
    this.#characters = 0;
    const from = this.#sent;
    this.#sent += parts.length;
    const headers = { "x-client-id": this.#id, "x-resume-from-chunk": String(from) };
    const path = streamPath(this.#address);
    try {
      await callApi(
        { method: "POST", path, jsonLines: `${parts.join("\n")}\n`, headers },
        this.#options,
      );
    } catch (error) {
      this.#failure = { error };
    }
  }
}

/** @throws TypeError for what JSON cannot say. */
function toJson(key: string, part: unknown): string {
  const text: string | undefined = JSON.stringify(part);
  if (text !== undefined) return text;
  throw new TypeError(
    `A part of the stream "${key}" has to be JSON, and a ${typeof part} is none.`,
  );
}
