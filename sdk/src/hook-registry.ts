import type { HookFunction, HookKind, HooksByKind } from "./hooks.ts";
import { HOOK_KINDS } from "./hooks.ts";
import { processWide } from "./process-wide.ts";

export interface NamedHook<K extends HookKind> {
  /** As it was registered, or the function's own; for messages and the timeline. */
  name: string;
  fn: HookFunction<K>;
}

type Lists = { [K in HookKind]: Map<unknown, NamedHook<K>> };

/** Global hooks in the order of their registration. The same name again replaces the function and keeps its place. */
export class HookRegistry {
  readonly #lists: Lists = {
    init: new Map(),
    middleware: new Map(),
    onStart: new Map(),
    onStartAttempt: new Map(),
    onWait: new Map(),
    onResume: new Map(),
    onSuccess: new Map(),
    onFailure: new Map(),
    onComplete: new Map(),
    onCancel: new Map(),
    catchError: new Map(),
    cleanup: new Map(),
  };

  /** Without a name the function stands for itself: registered twice, it runs once. */
  add<K extends HookKind>(kind: K, fn: HookFunction<K>, name?: string): void {
    const list: Map<unknown, NamedHook<K>> = this.#lists[kind];
    list.set(name ?? fn, { name: name ?? fn.name, fn });
  }

  /** Every hook that the object has a field for, under one name. */
  addAll(hooks: HooksByKind, name: string): void {
    for (const kind of HOOK_KINDS) this.#addField(kind, hooks, name);
  }

  list<K extends HookKind>(kind: K): NamedHook<K>[] {
    return [...this.#lists[kind].values()];
  }

  clone(): HookRegistry {
    return this.copyInto(new HookRegistry());
  }

  /** Behind what the other holds already; gives the other. */
  copyInto(other: HookRegistry): HookRegistry {
    for (const kind of HOOK_KINDS) this.#copyKind(other, kind);
    return other;
  }

  #addField<K extends HookKind>(kind: K, hooks: HooksByKind, name: string): void {
    const fn: HookFunction<K> | undefined = hooks[kind];
    if (typeof fn === "function") this.add(kind, fn, name);
  }

  #copyKind<K extends HookKind>(copy: HookRegistry, kind: K): void {
    const list: Map<unknown, NamedHook<K>> = copy.#lists[kind];
    for (const [key, hook] of this.#lists[kind]) list.set(key, hook);
  }
}

export const globalHooks = processWide("hooks", () => new HookRegistry());
