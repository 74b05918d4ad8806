import type { FromRunner } from "../wire/protocol.ts";
import { presentError } from "../wire/run-error.ts";
import type { LogEvent, SpanEvent, TestLog, TestSpan } from "./test-run.ts";
import { toTestLog } from "./test-run.ts";

/** Collects what the attempts of a run report, as the worker would. */
export class Recorder {
  readonly logs: TestLog[] = [];
  readonly #spans: SpanEvent[] = [];
  readonly #placeOfSpan = new Map<string, { place: number; attempt: number }>();

  receive(message: FromRunner, attempt: number): void {
    if (message.type !== "events") return;
    for (const event of message.events) {
      if (event.kind === "log") this.#log(event, attempt);
      else this.#span(event, attempt);
    }
  }

  get spans(): TestSpan[] {
    return this.#spans.map((span) => ({
      name: span.name,
      category: span.category,
      attributes: span.attributes ?? {},
      attempt: this.#placeOfSpan.get(span.spanId)?.attempt ?? 1,
      ...(span.error && { error: presentError(span.error) }),
    }));
  }

  #log(event: LogEvent, attempt: number): void {
    this.logs.push(toTestLog(event, attempt));
  }

  /** A span is told of when it opens and again when it ends: it keeps its first place. */
  #span(event: SpanEvent, attempt: number): void {
    const known = this.#placeOfSpan.get(event.spanId);
    const place = known?.place ?? this.#spans.length;
    this.#spans[place] = event;
    this.#placeOfSpan.set(event.spanId, { place, attempt });
  }
}
