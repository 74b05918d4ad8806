import type { RunnerEvent } from "../wire/protocol.ts";

const MAX_BATCH_EVENTS = 100;
const MAX_BATCH_CHARS = 64 * 1024;
const MAX_DELAY_MS = 50;
/** A task that logs in a tight loop never lets the channel drain; beyond this it would run out of memory. */
const MAX_WAITING_CHARS = 32 * 1024 * 1024;

export type SendEvents = (events: RunnerEvent[]) => Promise<void>;

/**
 * Gathers what an attempt reports and sends it in batches: at once when a batch is full, else
 * 50 ms after its first event. One batch is under way at a time, so a slow reader is felt here.
 */
export class EventBuffer {
  readonly #send: SendEvents;
  #waiting: { event: RunnerEvent; chars: number }[] = [];
  #waitingChars = 0;
  #timer: NodeJS.Timeout | undefined;
  #underWay: Promise<void> | undefined;
  #dropped = 0;
  /** What is left goes with the result; nothing is sent any more on its own. */
  #isTaken = false;

  constructor(send: SendEvents) {
    this.#send = send;
  }

  add(event: RunnerEvent): void {
    const chars = charsOf(event);
    if (this.#completes(event, chars)) return;
    if (this.#waitingChars + chars > MAX_WAITING_CHARS) {
      this.#dropped++;
      return;
    }
    this.#waiting.push({ event, chars });
    this.#waitingChars += chars;
    const isFull =
      this.#waiting.length >= MAX_BATCH_EVENTS || this.#waitingChars >= MAX_BATCH_CHARS;
    if (isFull) this.#flush();
    else this.#timer ??= setTimeout(() => this.#flush(), MAX_DELAY_MS);
  }

  /** A span that ends before its beginning was sent is told once. */
  #completes(event: RunnerEvent, chars: number): boolean {
    if (event.kind !== "span" || event.durationMs === undefined) return false;
    const open = this.#waiting.find(
      (waiting) => waiting.event.kind === "span" && waiting.event.spanId === event.spanId,
    );
    if (!open) return false;
    this.#waitingChars += chars - open.chars;
    Object.assign(open, { event, chars });
    return true;
  }

  /** Resolves when everything added so far has been sent. */
  async drain(): Promise<void> {
    while (!this.#isTaken && (this.#underWay || this.#waiting.length > 0)) {
      this.#flush();
      await this.#underWay;
    }
  }

  /** Sends all but the last batch, which the caller takes along; empty when nothing is left. */
  async takeLast(): Promise<RunnerEvent[]> {
    this.#isTaken = true;
    await this.#underWay;
    for (;;) {
      const batch = this.#nextBatch();
      if (this.#waiting.length === 0) return batch;
      await this.#send(batch);
    }
  }

  /** The process is exiting: hands over what is left without waiting for anything. */
  abandon(): void {
    while (this.#waiting.length > 0) void this.#send(this.#nextBatch());
  }

  #flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#isTaken || this.#underWay || this.#waiting.length === 0) return;
    this.#underWay = this.#send(this.#nextBatch()).then(() => {
      this.#underWay = undefined;
      this.#flush();
    });
  }

  #nextBatch(): RunnerEvent[] {
    let count = 0;
    let chars = 0;
    for (const waiting of this.#waiting) {
      if (count === MAX_BATCH_EVENTS || (count > 0 && chars + waiting.chars > MAX_BATCH_CHARS))
        break;
      count++;
      chars += waiting.chars;
    }
    this.#waitingChars -= chars;
    const batch = this.#waiting.splice(0, count).map(({ event }) => event);
    if (this.#dropped > 0) batch.push(this.#droppedEvent(batch));
    return batch;
  }

  #droppedEvent(batch: RunnerEvent[]): RunnerEvent {
    const message = `${this.#dropped} log events were dropped: the task logs faster than they can be stored.`;
    this.#dropped = 0;
    return { kind: "log", at: batch.at(-1)?.at ?? 0, level: "WARN", message };
  }
}

function charsOf(event: RunnerEvent): number {
  const attributes = event.attributes ? JSON.stringify(event.attributes).length : 0;
  return attributes + 100 + (event.kind === "log" ? event.message.length : event.name.length);
}
