import { answerInTest, type CurrentAttempt } from "./current-attempt.ts";
import { readPartsAt } from "./stream-reader.ts";

/** How long one connection listens; another one goes on behind it. */
const LISTEN_SECONDS = 600;

interface Waiter {
  /** False: it may not want one after all, and whoever came after it waits for that. */
  isReady: boolean;
  resolve: (message: unknown) => void;
  reject: (reason: unknown) => void;
}

/** The messages of one input stream for one attempt, in their order. Each is handed out once. */
export class InputInbox {
  readonly #attempt: CurrentAttempt;
  readonly #path: string;
  /** Place of the first message that nobody has taken. */
  #next = 0;
  /** Read from there on, and not taken. */
  readonly #arrived: unknown[] = [];
  readonly #handlers = new Set<(message: unknown) => unknown>();
  readonly #waiters = new Set<Waiter>();
  #reading: AbortController | undefined;
  #isOver = false;
  #lastWait: Promise<unknown> = Promise.resolve();

  constructor(attempt: CurrentAttempt, name: string) {
    this.#attempt = attempt;
    this.#path = inputPath(attempt.ctx.run.id, name);
    attempt.atEnd?.(() => this.#close(new Error("The attempt has ended.")));
    attempt.signal.addEventListener("abort", () => this.#close(attempt.signal.reason));
  }

  on(handler: (message: unknown) => unknown): { off: () => void } {
    this.#handlers.add(handler);
    this.#handOut();
    this.#read();
    return {
      off: () => {
        this.#handlers.delete(handler);
        this.#restIfUnwanted();
      },
    };
  }

  /**
   * The next message. Rejects with the signal's reason, or when the attempt is over. Once `ready` has resolved, if it is
   * given; the place in the order is that of the call.
   */
  async take(signal: AbortSignal, ready?: Promise<void>): Promise<unknown> {
    signal.throwIfAborted();
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    const waiter = { resolve, reject, isReady: ready === undefined };
    void ready?.then(() => {
      waiter.isReady = true;
      this.#handOut();
    });
    // At once, so that nothing is handed to it meanwhile.
    const abort = () => {
      this.#waiters.delete(waiter);
      reject(signal.reason);
      this.#handOut();
    };
    signal.addEventListener("abort", abort, { once: true });
    this.#waiters.add(waiter);
    this.#handOut();
    this.#read();
    try {
      return await promise;
    } finally {
      signal.removeEventListener("abort", abort);
      this.#waiters.delete(waiter);
      this.#restIfUnwanted();
    }
  }

  peek(): unknown {
    this.#read();
    return this.#arrived[0];
  }

  /**
   * Leaves the next message to `fn`, which is told the place of the last one that was taken, and says whether it got it.
   * Nothing is handed out meanwhile, and a second one waits for the first.
   */
  leaveTo<T extends { ok: boolean }>(fn: (lastPlace: number) => Promise<T>): Promise<T> {
    const turn = this.#lastWait.then(async () => {
      this.#rest();
      const result = await fn(this.#next - 1);
      if (result.ok) {
        this.#next++;
        this.#arrived.shift();
      }
      if (this.#isWanted()) this.#read();
      return result;
    });
    this.#lastWait = turn.catch(() => {});
    return turn;
  }

  #isWanted(): boolean {
    return this.#handlers.size + this.#waiters.size > 0;
  }

  #read(): void {
    if (this.#reading || this.#isOver) return;
    const reading = new AbortController();
    this.#reading = reading;
    void this.#listen(reading.signal)
      .catch((reason: unknown) => {
        for (const { reject } of this.#waiters) reject(reason);
        const message = reason instanceof Error ? reason.message : String(reason);
        this.#attempt.log("WARN", `The input stream could not be read. ${message}`, undefined);
      })
      .finally(() => {
        if (this.#reading === reading) this.#reading = undefined;
      });
  }

  async #listen(signal: AbortSignal): Promise<void> {
    const answer = answerInTest();
    if (answer) {
      const { body } = await answer({ method: "GET", path: this.#path });
      const parts: unknown = Reflect.get(body, "parts");
      if (!signal.aborted && Array.isArray(parts)) this.#arrive(parts.slice(this.#place()));
      return;
    }
    while (!signal.aborted) {
      const options = { signal, startIndex: this.#place(), timeoutInSeconds: LISTEN_SECONDS };
      for await (const message of readPartsAt(this.#path, options)) {
        if (signal.aborted) return;
        this.#arrive([message]);
      }
    }
  }

  /** Of the first message that was not read. */
  #place(): number {
    return this.#next + this.#arrived.length;
  }

  #arrive(messages: unknown[]): void {
    this.#arrived.push(...messages);
    this.#handOut();
  }

  /** Whoever asked for one comes before those who take them all. */
  #handOut(): void {
    while (this.#arrived.length > 0 && this.#isWanted()) {
      const [waiter] = this.#waiters;
      if (waiter && !waiter.isReady) return;
      const message = this.#arrived.shift();
      this.#next++;
      if (waiter) {
        this.#waiters.delete(waiter);
        waiter.resolve(message);
      } else for (const handler of this.#handlers) void this.#call(handler, message);
    }
  }

  async #call(handler: (message: unknown) => unknown, message: unknown): Promise<void> {
    try {
      await handler(message);
    } catch (thrown) {
      const what = thrown instanceof Error ? thrown.message : String(thrown);
      this.#attempt.log("ERROR", `A handler of an input stream failed. ${what}`, undefined);
    }
  }

  #restIfUnwanted(): void {
    if (!this.#isWanted()) this.#rest();
  }

  #rest(): void {
    this.#reading?.abort();
    this.#reading = undefined;
  }

  #close(reason: unknown): void {
    this.#isOver = true;
    this.#rest();
    this.#handlers.clear();
    for (const { reject } of this.#waiters) reject(reason);
  }
}

export function inputPath(runId: string, name: string): string {
  return `/realtime/v1/streams/${encodeURIComponent(runId)}/input/${encodeURIComponent(name)}`;
}

/** By the context, of which each attempt has its own. */
const inboxes = new WeakMap<object, Map<string, InputInbox>>();

export function inboxOf(attempt: CurrentAttempt, name: string): InputInbox {
  const own = inboxes.get(attempt.ctx) ?? new Map<string, InputInbox>();
  inboxes.set(attempt.ctx, own);
  const inbox = own.get(name) ?? new InputInbox(attempt, name);
  own.set(name, inbox);
  return inbox;
}
