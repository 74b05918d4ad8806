import type { HookRegistry, NamedHook } from "../hook-registry.ts";
import type { CommonHookParams, HookKind, HookParams } from "../hooks.ts";
import type { TaskDefinition } from "../task-options.ts";
import { Scope } from "./scope.ts";
import type { AttemptSession } from "./session.ts";
import { headline } from "./task-error.ts";

interface CallableHook<K extends HookKind> extends NamedHook<K> {
  from: "global" | "task";
}

/** What a kind of hook is given besides what all are given. */
export type OwnParams<K extends HookKind> = Omit<HookParams[K], keyof CommonHookParams>;

/** The hooks of one attempt, each called as a span of the timeline. */
export class AttemptHooks {
  readonly #session: AttemptSession;
  readonly #definition: TaskDefinition;
  readonly #registry: HookRegistry;
  readonly #common: CommonHookParams;

  constructor(session: AttemptSession, definition: TaskDefinition, payload: unknown) {
    this.#session = session;
    this.#definition = definition;
    this.#registry = session.beginLifecycle();
    const { ctx, taskId } = session.attempt;
    this.#common = { payload, ctx, task: taskId, signal: session.signal };
  }

  /** Globals in the order of registration, then the task's own; for `catchError` the task's comes first. */
  list<K extends HookKind>(kind: K): CallableHook<K>[] {
    const globals = this.#registry.list(kind).map((hook) => ({ ...hook, from: "global" as const }));
    const fn: NamedHook<K>["fn"] | undefined = this.#definition.hooks[kind];
    const own = fn ? [{ name: fn.name, fn, from: "task" as const }] : [];
    return kind === "catchError" ? [...own, ...globals] : [...globals, ...own];
  }

  /** @throws what the hook throws. */
  async call<K extends HookKind>(kind: K, hook: CallableHook<K>, own: OwnParams<K>) {
    const scope = Scope.current() ?? new Scope(this.#session);
    const run = () => hook.fn(complete<K>(this.#common, own));
    const attributes = hook.name ? { from: hook.from, name: hook.name } : { from: hook.from };
    return scope.inside(kind).inSpan({ name: kind, category: "hook", attributes }, run);
  }

  /** One after the other; the first that throws ends it. */
  async callAll<K extends HookKind>(kind: K, own: OwnParams<K>): Promise<void> {
    for (const hook of this.list(kind)) await this.call(kind, hook, own);
  }

  /** One after the other, all of them, whatever one throws; then throws what the first one threw. */
  async callEvery<K extends HookKind>(kind: K, own: OwnParams<K>): Promise<void> {
    const thrown: unknown[] = [];
    for (const hook of this.list(kind)) {
      await this.call(kind, hook, own).catch((reason: unknown) => thrown.push(reason));
    }
    if (thrown.length > 0) throw thrown[0];
  }

  /** One after the other, all of them: what one throws is put on the timeline and changes nothing else. */
  async callAllIgnoringErrors<K extends HookKind>(
    kind: K,
    own: OwnParams<K>,
    onReturn: (value: unknown) => void = () => {},
  ): Promise<void> {
    for (const hook of this.list(kind)) {
      try {
        onReturn(await this.call(kind, hook, own));
      } catch (thrown) {
        const scope = Scope.current() ?? new Scope(this.#session);
        scope.warn(`${kind} failed and was ignored. ${headline(thrown)}`);
      }
    }
  }
}

/** Common and own parameters are together what the kind is given: `OwnParams` is the rest of it. */
function complete<K extends HookKind>(common: CommonHookParams, own: OwnParams<K>): HookParams[K] {
  return { ...common, ...own } as HookParams[K];
}
