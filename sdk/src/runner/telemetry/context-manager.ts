import { AsyncLocalStorage } from "node:async_hooks";
import { EventEmitter } from "node:events";
import type { Context, ContextManager } from "@opentelemetry/api";
import { processWide } from "../../process-wide.ts";
import { Scope } from "../scope.ts";
import { EMPTY_CONTEXT } from "./context.ts";

/** For code that no attempt has started. */
const outside = processWide("trace-context", () => new AsyncLocalStorage<Context>());

/** Contexts of OpenTelemetry's API follow the code together with the attempt that it belongs to. */
class RunContextManager implements ContextManager {
  active(): Context {
    return Scope.current()?.context ?? outside.getStore() ?? EMPTY_CONTEXT;
  }

  with<A extends unknown[], F extends (...args: A) => ReturnType<F>>(
    context: Context,
    fn: F,
    thisArg?: ThisParameterType<F>,
    ...args: A
  ): ReturnType<F> {
    const call = () => fn.apply(thisArg, args);
    const scope = Scope.current();
    return scope ? scope.within(context).enter(call) : outside.run(context, call);
  }

  bind<T>(context: Context, target: T): T {
    if (target instanceof EventEmitter) {
      this.#bindEmitter(context, target);
      return target;
    }
    return isFunction(target) ? asTarget<T>(this.#bindFunction(context, target)) : target;
  }

  enable(): this {
    return this;
  }

  disable(): this {
    return this;
  }

  /** Its listeners, whenever they were added, are called in the context. */
  #bindEmitter(context: Context, emitter: EventEmitter): void {
    const emit = emitter.emit;
    Object.defineProperty(emitter, "emit", {
      configurable: true,
      writable: true,
      value: (...args: Parameters<typeof emit>) =>
        this.with(context, () => emit.apply(emitter, args)),
    });
  }

  #bindFunction(context: Context, target: (...args: never[]) => unknown): unknown {
    const call = (self: unknown, args: unknown[]) =>
      this.with(context, () => Reflect.apply(target, self, args));
    const bound = function (this: unknown, ...args: unknown[]) {
      return call(this, args);
    };
    // Libraries tell callbacks apart by how many arguments they name.
    Object.defineProperty(bound, "length", { configurable: true, value: target.length });
    return bound;
  }
}

export const contextManager = new RunContextManager();

function isFunction(target: unknown): target is (...args: never[]) => unknown {
  return typeof target === "function";
}

/** A bound function is called like the one it binds. */
function asTarget<T>(bound: unknown): T {
  return bound as T;
}
