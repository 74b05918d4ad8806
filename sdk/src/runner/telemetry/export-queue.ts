/** What exporters of spans and of logs have in common. */
export interface Exporter {
  export(
    items: object[],
    done: (result: { code: number; error?: Error | undefined }) => void,
  ): void;
  forceFlush?(): Promise<void>;
}

const MAX_BATCH = 512;
const MAX_DELAY_MS = 5_000;
/** Beyond this the receiver is too slow, or gone: what comes is dropped. */
const MAX_WAITING = 8_192;
const SUCCESS = 0;

/** Hands what it is given to every exporter: when there is much of it, every five seconds, and when it is flushed. */
export class ExportQueue<T extends object> {
  readonly #exporters: Exporter[];
  readonly #warn: (message: string) => void;
  #waiting: T[] = [];
  #timer: NodeJS.Timeout | undefined;
  #underWay: Promise<void> | undefined;
  #dropped = 0;

  constructor(exporters: Exporter[], warn: (message: string) => void) {
    this.#exporters = exporters;
    this.#warn = warn;
  }

  add(item: T): void {
    if (this.#exporters.length === 0) return;
    if (this.#waiting.length >= MAX_WAITING) {
      this.#dropped++;
      return;
    }
    this.#waiting.push(item);
    if (this.#waiting.length >= MAX_BATCH) void this.#send();
    else this.#timer ??= setTimeout(() => void this.#send(), MAX_DELAY_MS).unref();
  }

  /** True: a flush would have nothing to do. */
  get isEmpty(): boolean {
    return this.#waiting.length === 0 && !this.#underWay;
  }

  async flush(): Promise<void> {
    while (this.#waiting.length > 0 || this.#underWay) await this.#send();
    await Promise.all(this.#exporters.map((exporter) => this.#flushed(exporter)));
  }

  /** One batch at a time. Never rejects. */
  #send(): Promise<void> {
    this.#underWay ??= this.#sendBatch().finally(() => {
      this.#underWay = undefined;
    });
    return this.#underWay;
  }

  async #sendBatch(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const batch = this.#waiting.splice(0, MAX_BATCH);
    if (this.#dropped > 0) {
      this.#warn(`${this.#dropped} spans or logs were not sent on: the receiver is too slow.`);
      this.#dropped = 0;
    }
    if (batch.length === 0) return;
    await Promise.all(this.#exporters.map((exporter) => this.#exported(exporter, batch)));
    if (this.#waiting.length > 0) {
      this.#timer ??= setTimeout(() => void this.#send(), MAX_DELAY_MS).unref();
    }
  }

  async #exported(exporter: Exporter, batch: T[]): Promise<void> {
    const failed = await new Promise<unknown>((resolve) => {
      try {
        exporter.export(batch, ({ code, error }) =>
          resolve(code === SUCCESS ? undefined : (error ?? `code ${code}`)),
        );
      } catch (thrown) {
        resolve(thrown);
      }
    });
    if (failed !== undefined) this.#failed(failed);
  }

  async #flushed(exporter: Exporter): Promise<void> {
    try {
      await exporter.forceFlush?.();
    } catch (thrown) {
      this.#failed(thrown);
    }
  }

  #failed(thrown: unknown): void {
    this.#warn(`Telemetry could not be sent on. ${String(thrown)}`);
  }
}
