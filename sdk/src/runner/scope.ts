import { AsyncLocalStorage } from "node:async_hooks";
import type { AnswerRequest } from "../client/api-request.ts";
import type { CurrentAttempt, LogAttributes, TraceSpan, WaitStep } from "../current-attempt.ts";
import type { HookRegistry } from "../hook-registry.ts";
import { processWide } from "../process-wide.ts";
import type { TaskRunContext } from "../wire/context.ts";
import type { EventLevel } from "../wire/protocol.ts";
import type { RunMetadata } from "./run-metadata.ts";
import type { AttemptSession, SpanCategory } from "./session.ts";

const storage = processWide("scope", () => new AsyncLocalStorage<Scope>());

/** Where in an attempt the calling code is: its innermost open span. Follows every `await`. */
export class Scope implements CurrentAttempt {
  readonly session: AttemptSession;
  readonly #spanId: string | undefined;
  /** `run`, or the kind of hook that the calling code belongs to. */
  readonly section: string;

  constructor(session: AttemptSession, spanId?: string, section = "run") {
    this.session = session;
    this.#spanId = spanId;
    this.section = section;
  }

  /** The same place, in a hook. */
  inside(section: string): Scope {
    return new Scope(this.session, this.#spanId, section);
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

  waitSpan<T>(name: string, fn: () => Promise<T>): Promise<T> {
    return this.span(name, "wait", fn);
  }

  get hasJournal(): boolean {
    return this.session.attempt.hasJournal;
  }

  log(level: EventLevel, message: string, attributes: LogAttributes | undefined): void {
    this.session.logIfWanted(level, message, attributes, this.#spanId);
  }

  /** What went to the console: never filtered. */
  logFromConsole(level: EventLevel, message: string): void {
    this.session.log(level, message, undefined, this.#spanId);
  }

  /** From the runner itself: never filtered. */
  warn(message: string): void {
    this.session.log("WARN", message, undefined, this.#spanId);
  }

  trace<T>(name: string, fn: (span: TraceSpan) => Promise<T> | T): Promise<T> {
    return this.span(name, "user", fn);
  }

  /** Runs `fn` inside a new span; what it throws is recorded there and thrown on. */
  async span<T>(
    name: string,
    category: SpanCategory,
    fn: (span: TraceSpan) => Promise<T> | T,
    attributes: Record<string, unknown> = {},
  ): Promise<T> {
    const { spanId, span, end } = this.session.openSpan(name, category, this.#spanId, attributes);
    try {
      const value = await new Scope(this.session, spanId, this.section).enter(() => fn(span));
      end();
      return value;
    } catch (error) {
      end({ error });
      throw error;
    }
  }

  enter<T>(fn: () => T): T {
    return storage.run(this, fn);
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
}
