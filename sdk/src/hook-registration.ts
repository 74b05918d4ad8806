import { currentAttempt } from "./current-attempt.ts";
import { globalHooks } from "./hook-registry.ts";
import type { HookFunction, HookKind } from "./hooks.ts";

/** Registers a global hook, with a name or without. */
export interface RegisterHook<K extends HookKind> {
  (name: string, fn: HookFunction<K>): void;
  (fn: HookFunction<K>): void;
}

export function hookRegistration<K extends HookKind>(kind: K): RegisterHook<K> {
  return (first: string | HookFunction<K>, second?: HookFunction<K>): void => {
    const [name, fn] = typeof first === "string" ? [first, second] : [undefined, first];
    if (typeof fn !== "function") {
      throw new TypeError(
        `tasks.${kind} takes a function: tasks.${kind}("name", async (params) => { … })`,
      );
    }
    // Inside a running task it belongs to that run alone.
    (currentAttempt()?.hooks ?? globalHooks).add(kind, fn, name);
  };
}
