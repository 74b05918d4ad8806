import type { ApiAnswer, ApiRequest } from "../client/api-request.ts";
import { errorOfAnswer } from "../client/errors.ts";
import { fromPacket } from "../packet.ts";
import type { MetadataStore } from "../runner/run-metadata.ts";
import type { Metadata, MetadataUpdate } from "../wire/metadata.ts";
import { changeMetadata } from "../wire/metadata.ts";
import type { PacketType } from "../wire/packet-type.ts";
import { TestStreams } from "./streams.ts";
import type { TriggeredRun } from "./test-run.ts";
import type { TestToken } from "./tokens.ts";
import { TestTokens } from "./tokens.ts";

const MAX_TAGS = 10;

export interface TestServerInput {
  runId: string;
  tags: string[];
  metadata: Metadata;
  /** What is sent into the run, by input stream. */
  inputs: Record<string, unknown[]>;
  /** Asked first; what it gives is the answer. */
  onRequest: ((request: TestRequest) => object | undefined) | undefined;
}

/** A call to the API that the task made. */
export interface TestRequest {
  method: string;
  /** With a leading slash, such as `/api/v3/runs/run_…`. */
  path: string;
  query: Record<string, string>;
  /** What would have been sent as JSON. */
  body: unknown;
}

/** What the server would have been told by one run: it answers the calls of the SDK from memory. */
export class TestServer {
  readonly tags: string[];
  #metadata: Metadata;
  /** What the run changed on the runs above it. */
  #parentMetadata: Metadata = {};
  #rootMetadata: Metadata = {};
  readonly triggered: TriggeredRun[] = [];
  readonly #runId: string;
  readonly #onRequest: TestServerInput["onRequest"];
  readonly #byKey = new Map<string, string>();
  readonly #tokens = new TestTokens();
  readonly #streams: TestStreams;
  readonly #batches = new Map<string, { key: string | undefined; arrived: Set<number> }>();

  constructor({ runId, tags, metadata, inputs, onRequest }: TestServerInput) {
    this.#runId = runId;
    this.tags = [...tags];
    this.#metadata = structuredClone(metadata);
    this.#onRequest = onRequest;
    this.#streams = new TestStreams(runId, inputs);
  }

  /** By key, the parts that the run wrote. */
  get streams(): Record<string, unknown[]> {
    return this.#streams.own;
  }

  get metadata(): { own: Metadata; parent: Metadata; root: Metadata } {
    return { own: this.#metadata, parent: this.#parentMetadata, root: this.#rootMetadata };
  }

  /** Where the runner keeps the run's metadata. */
  get metadataStore(): MetadataStore {
    return {
      update: async (update) => this.#updateMetadata(update),
      read: async () => this.#metadata,
    };
  }

  /** A run that was triggered. */
  child(id: string): TriggeredRun {
    const found = this.triggered.find((run) => run.id === id);
    if (found) return found;
    throw new Error(`The run ${id} was not triggered in this test.`);
  }

  /** Those of a batch, in the order of its items. */
  batch(batchId: string): TriggeredRun[] {
    return this.triggered.filter((run) => run.batchId === batchId);
  }

  token(tokenId: string): TestToken {
    return this.#tokens.get(tokenId);
  }

  /** @throws ApiError where the server would refuse. */
  async answer(request: ApiRequest): Promise<ApiAnswer> {
    const { method, path, query } = request;
    const body = request.body ?? {};
    const given = this.#onRequest?.({
      method,
      path,
      query: Object.fromEntries(query ?? []),
      body: request.jsonLines ? linesOf(request.jsonLines) : request.body,
    });
    return { body: given ?? this.#known(request, body), headers: new Headers() };
  }

  #known(request: ApiRequest, body: object): object {
    const { method, path, jsonLines = "" } = request;
    const call = `${method} ${path}`;
    const triggers = /^POST \/api\/v1\/tasks\/([^/]+)\/trigger$/.exec(call);
    if (triggers) return this.#trigger(decodeURIComponent(triggers[1] ?? ""), body);
    if (call === "POST /api/v3/batches") return this.#createBatch(body);
    const items = /^POST \/api\/v3\/batches\/([^/]+)\/items$/.exec(call);
    if (items) return this.#addItems(items[1] ?? "", linesOf(jsonLines));
    if (call === `POST /api/v1/runs/${this.#runId}/tags`) return this.#addTags(body);
    if (call === `POST /api/v1/runs/${this.#runId}/input-streams/wait`)
      return this.#waitForInput(body);
    const other = this.#tokens.answer(method, path, body) ?? this.#streams.answer(request);
    if (other) return other;
    throw refused(
      501,
      `There is no server in a test, and the test kit does not answer ${call}. ` +
        "Give runTask an onRequest that does.",
    );
  }

  #waitForInput(body: object): object {
    const place = Number(field(body, "lastSeqNum") ?? -1) + 1;
    const message = this.#streams.input(text(field(body, "streamId")) ?? "", place);
    return { waitpointId: this.#tokens.createFor(body, message) };
  }

  #trigger(taskId: string, body: object, batchId?: string): object {
    const options = { ...record(field(body, "options")) };
    const { idempotencyKey, payloadType } = options;
    const key = typeof idempotencyKey === "string" ? `${taskId} ${idempotencyKey}` : undefined;
    const cached = key && this.#byKey.get(key);
    if (cached) return { id: cached, isCached: true };
    const id = `run_${this.#runId.slice(4)}_${this.triggered.length + 1}`;
    if (key) this.#byKey.set(key, id);
    const payload = fromPacket({
      data: text(field(body, "payload")),
      dataType: asPacketType(payloadType),
    });
    const shown = Object.entries(options).filter(
      ([name, value]) => value !== undefined && !INTERNAL_OPTIONS.has(name),
    );
    this.triggered.push({
      ...{ id, taskId, payload, options: Object.fromEntries(shown) },
      ...(batchId && { batchId }),
    });
    return { id };
  }

  #updateMetadata(update: MetadataUpdate): void {
    const { metadata, operations = [], parentOperations = [], rootOperations = [] } = update;
    this.#metadata = changeMetadata(metadata ?? this.#metadata, operations);
    this.#parentMetadata = changeMetadata(this.#parentMetadata, parentOperations);
    this.#rootMetadata = changeMetadata(this.#rootMetadata, rootOperations);
  }

  #createBatch(body: object): object {
    const key = text(field(body, "idempotencyKey"));
    for (const [id, batch] of this.#batches) {
      if (key !== undefined && batch.key === key) return { id, isCached: true };
    }
    const id = `batch_${this.#runId.slice(4)}_${this.#batches.size + 1}`;
    this.#batches.set(id, { key, arrived: new Set() });
    return { id, runCount: field(body, "runCount") };
  }

  #addItems(batchId: string, lines: object[]): object {
    const batch = this.#batches.get(batchId);
    if (!batch) throw refused(404, `There is no batch ${batchId}.`);
    for (const line of lines) {
      const index = Number(field(line, "index"));
      if (batch.arrived.has(index)) continue;
      batch.arrived.add(index);
      this.#trigger(text(field(line, "task")) ?? "", line, batchId);
    }
    return { sealed: true, itemsAccepted: lines.length };
  }

  #addTags(body: object): object {
    const given = field(body, "tags");
    const wanted = (Array.isArray(given) ? given : [given]).filter(
      (tag): tag is string => typeof tag === "string" && !this.tags.includes(tag),
    );
    const fresh = [...new Set(wanted)];
    if (this.tags.length + fresh.length > MAX_TAGS) {
      throw refused(422, `A run has at most ${MAX_TAGS} tags.`);
    }
    this.tags.push(...fresh);
    return { message: "Tags added" };
  }
}

/** How the payload travels, which the payload itself says better, and what the SDK adds. */
const INTERNAL_OPTIONS = new Set([
  "payloadType",
  "payloadSize",
  "parentRunId",
  "idempotencyKeyOptions",
  "resumeParentOnCompletion",
]);

function refused(status: number, error: string) {
  return errorOfAnswer({ status, headers: new Headers(), body: { error } }, "");
}

function linesOf(jsonLines: string): object[] {
  return jsonLines
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line));
}

function field(value: object, key: string): unknown {
  return Reflect.get(value, key);
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null
    ? Object.fromEntries(Object.entries(value))
    : {};
}

function text(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/** `fromPacket` refuses what it does not know. */
function asPacketType(value: unknown): PacketType {
  return value as PacketType;
}
