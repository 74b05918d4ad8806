import { processWide } from "../process-wide.ts";
import type { ClientConfiguration } from "./options.ts";

/** Another server or key for all calls that code makes, and the code that it calls. */
export interface ClientScope {
  configuration: ClientConfiguration;
  /** `configure()` does not reach it. */
  isIsolated: boolean;
  /** False: code in it does not count as code of the run around it. */
  inheritsRun: boolean;
}

interface Storage {
  run<T>(scope: ClientScope | undefined, fn: () => T): T;
  getStore(): ClientScope | undefined;
}

const slot = processWide("client-scope", (): { storage?: Storage | undefined } => ({}));

/** Undefined outside of `withScope`. */
export function currentScope(): ClientScope | undefined {
  return slot.storage?.getStore();
}

/** @throws Error where there is nothing that carries it through asynchronous code, such as in a browser. */
export function withScope<T>(scope: ClientScope, fn: () => T): T {
  slot.storage ??= createStorage();
  return slot.storage.run(scope, fn);
}

/** For what is called later, by code that is not in the scope: the next page of a list. */
export function inCurrentScope<A extends unknown[], R>(fn: (...args: A) => R): (...args: A) => R {
  const scope = currentScope();
  return scope ? (...args) => withScope(scope, () => fn(...args)) : fn;
}

/** Each step of an iteration, in the scope in which it was asked for. */
export function iteratedInScope<T>(
  iterate: () => AsyncGenerator<T, void, undefined>,
): () => AsyncGenerator<T, void, undefined> {
  const scope = currentScope();
  if (!scope) return iterate;
  return async function* () {
    const steps = withScope(scope, iterate);
    try {
      for (;;) {
        const step = await withScope(scope, () => steps.next());
        if (step.done) return;
        yield step.value;
      }
    } finally {
      await steps.return(undefined);
    }
  };
}

/** Asked for at run time, so that bundlers for browsers do not look for node:async_hooks. */
function createStorage(): Storage {
  const hooks =
    typeof process === "undefined" ? undefined : process.getBuiltinModule?.("node:async_hooks");
  if (!hooks) {
    throw new Error(
      "This needs AsyncLocalStorage, as in Node 20.16 or newer. Give { clientConfig } to each call instead.",
    );
  }
  return new hooks.AsyncLocalStorage<ClientScope | undefined>();
}
