import { AsyncLocalStorage } from "node:async_hooks";
import type { Context } from "@opentelemetry/api";
import type { AnswerRequest } from "../client/api-request.ts";
import type {
  CurrentAttempt,
  LogAttributes,
  SpanOptions,
  TraceSpan,
  WaitStep,
} from "../current-attempt.ts";
import type { HookRegistry } from "../hook-registry.ts";
import { processWide } from "../process-wide.ts";
import type { TaskRunContext } from "../wire/context.ts";
import type { EventLevel } from "../wire/protocol.ts";
import type { RunMetadata } from "./run-metadata.ts";
import type { SpanRequest } from "./session.ts";
import { AttemptSession } from "./session.ts";
import { baggageOf } from "./telemetry/baggage.ts";
import { BAGGAGE_KEY, EMPTY_CONTEXT, SPAN_KEY, SUPPRESS_KEY } from "./telemetry/context.ts";
import { RunSpan } from "./telemetry/run-span.ts";
import { spanIn } from "./telemetry/span-context.ts";
import { toEpochMs } from "./telemetry/time.ts";

const storage = processWide("scope", () => new AsyncLocalStorage<Scope>());

let findServed: () => AttemptSession | undefined = () => undefined;

/** Tells which attempt the process serves: code that no attempt has started counts for that one. */
export function provideServedAttempt(find: () => AttemptSession | undefined): void {
  findServed = find;
}

/** Where in an attempt the calling code is: its innermost open span. Follows every `await`. */
export class Scope implements CurrentAttempt {
  readonly session: AttemptSession;
  /** Absent right below the attempt. */
  readonly span: RunSpan | undefined;
  /** `run`, or the kind of hook that the calling code belongs to. */
  readonly section: string;
  #context: Context | undefined;

  constructor(session: AttemptSession, span?: RunSpan, section = "run", context?: Context) {
    this.session = session;
    this.span = span;
    this.section = section;
    this.#context = context;
  }

  /** What OpenTelemetry's API calls the active context. Made when somebody asks. */
  get context(): Context {
    if (!this.#context) {
      const baggage = baggageOf(this.session.attempt.trace.baggage);
      const context = baggage ? EMPTY_CONTEXT.setValue(BAGGAGE_KEY, baggage) : EMPTY_CONTEXT;
      this.#context = context.setValue(SPAN_KEY, this.span ?? this.session.span);
    }
    return this.#context;
  }

  /** The same place, in a hook. */
  inside(section: string): Scope {
    return new Scope(this.session, this.span, section, this.#context);
  }

  /** The same place, in another context: below its span, when that is one of this attempt. */
  within(context: Context): Scope {
    const span = spanIn(context);
    const isOwn = span instanceof RunSpan && span.owner === this.session;
    const below = isOwn && span !== this.session.span ? span : this.span;
    return new Scope(this.session, below, this.section, context);
  }

  /** Whoever traces requests leaves out those that `fn` makes: they are the SDK's own. */
  untraced<T>(fn: () => Promise<T>): Promise<T> {
    return this.within(this.context.setValue(SUPPRESS_KEY, true)).enter(fn);
  }

  atEnd(fn: () => void): void {
    this.session.atEnd(fn);
  }

  beginWait(fingerprint: string): WaitStep {
    return this.session.waits.begin(fingerprint, this.section);
  }

  get ctx(): TaskRunContext {
    return this.session.attempt.ctx;
  }

  get signal(): AbortSignal {
    return this.session.signal;
  }

  get hooks(): HookRegistry | undefined {
    return this.session.hooks;
  }

  get locals(): Map<string, unknown> | undefined {
    return this.session.hooks && this.session.locals;
  }

  get metadata(): RunMetadata | undefined {
    return this.session.hooks && this.session.metadata;
  }

  get activeMsBefore(): number {
    return this.session.attempt.activeMsBefore ?? 0;
  }

  activeMs(): number {
    return this.session.activeMs();
  }

  waitUntil(promise: Promise<unknown>): void {
    this.session.background.add(promise);
  }

  get answerRequest(): AnswerRequest | undefined {
    return this.session.answerRequest;
  }

  waitSpan<T>(name: string, fn: (span: TraceSpan) => Promise<T>): Promise<T> {
    return this.inSpan({ name, category: "wait" }, fn);
  }

  triggerSpan<T>(name: string, fn: (span: TraceSpan) => Promise<T>): Promise<T> {
    return this.inSpan({ name, category: "trigger", kind: PRODUCER }, fn);
  }

  get hasJournal(): boolean {
    return this.session.attempt.hasJournal;
  }

  log(level: EventLevel, message: string, attributes: LogAttributes | undefined): void {
    this.session.logIfWanted(level, message, attributes, this.#spanId());
  }

  get isConsoleCaptured(): boolean {
    return !this.session.attempt.console?.isUncaptured;
  }

  /** What went to the console: never filtered. */
  logFromConsole(level: EventLevel, message: string): void {
    this.session.log(level, message, undefined, this.#spanId());
  }

  /** From the runner itself: never filtered. */
  warn(message: string): void {
    this.session.log("WARN", message, undefined, this.#spanId());
  }

  trace<T>(
    name: string,
    fn: (span: TraceSpan) => Promise<T> | T,
    options: SpanOptions = {},
  ): Promise<T> {
    return this.inSpan({ name, category: "user", ...toRequest(options) }, fn);
  }

  startSpan(name: string, options: SpanOptions = {}): TraceSpan {
    return this.#startSpan({ name, category: "user", ...toRequest(options) });
  }

  /** Runs `fn` inside a new span; what it throws is recorded there and thrown on. */
  async inSpan<T>(
    request: Omit<SpanRequest, "shownBelow">,
    fn: (span: TraceSpan) => Promise<T> | T,
  ): Promise<T> {
    const span = this.#startSpan(request);
    const context = this.#context?.setValue(SPAN_KEY, span);
    try {
      const scope = new Scope(this.session, span, this.section, context);
      const value = await scope.enter(() => fn(span));
      span.end();
      return value;
    } catch (error) {
      span.fail(error);
      throw error;
    }
  }

  enter<T>(fn: () => T): T {
    return storage.run(this, fn);
  }

  #startSpan(request: Omit<SpanRequest, "shownBelow">): RunSpan {
    return this.session.startSpan({ shownBelow: this.span, ...request });
  }

  #spanId(): string | undefined {
    return this.span?.spanContext().spanId;
  }

  /** The scope of the calling code, unless its attempt is over. */
  static current(): Scope | undefined {
    const scope = storage.getStore();
    return scope && !scope.session.isOver ? scope : undefined;
  }

  /** True where the calling code was started by an attempt, even by one that is over. */
  static isKnown(): boolean {
    return storage.getStore() !== undefined;
  }

  /** True where the calling code was started by an attempt that is over. */
  static isOfThePast(): boolean {
    return Scope.isKnown() && Scope.current() === undefined;
  }

  /** The scope of the calling code, or, where no attempt has started it, of the one that is served. */
  static orServed(): Scope | undefined {
    const scope = Scope.current();
    if (scope || Scope.isKnown()) return scope;
    const served = findServed();
    return served && !served.isOver ? new Scope(served) : undefined;
  }

  /** The place of a span, when an attempt that goes on has it. */
  static ofSpan(span: RunSpan): Scope | undefined {
    const { owner } = span;
    return owner instanceof AttemptSession && !owner.isOver
      ? new Scope(owner, span === owner.span ? undefined : span)
      : undefined;
  }
}

/** As OpenTelemetry counts kinds. */
const PRODUCER = 3;

function toRequest({ attributes, startTime, ...rest }: SpanOptions): Partial<SpanRequest> {
  return {
    ...rest,
    attributes,
    ...(startTime !== undefined && { startMs: toEpochMs(startTime) }),
  };
}
