import type { AttemptHooks } from "./attempt-hooks.ts";

/** Thrown for a middleware that keeps the task from running. */
export class MiddlewareError extends Error {
  override readonly name = "MiddlewareError";
}

/**
 * Runs `core` inside all middleware, the first registered outermost. A middleware that does not
 * wait for `next()` is waited for here: nothing of the attempt is under way when this settles.
 *
 * @throws what a middleware throws; an outer one may catch what an inner one threw only by its own means,
 * since `next()` never rejects.
 */
export async function runInMiddleware(
  hooks: AttemptHooks,
  core: () => Promise<void>,
): Promise<void> {
  const middlewares = hooks.list("middleware");
  let failure: { thrown: unknown } | undefined;

  const open = async (index: number): Promise<void> => {
    const middleware = middlewares[index];
    if (!middleware) return core();
    let inside: Promise<void> | undefined;
    const next = () => {
      inside ??= open(index + 1);
      return inside;
    };
    try {
      await hooks.call("middleware", middleware, { next });
      if (!inside) throw neverCalled(middleware);
    } catch (thrown) {
      failure ??= { thrown };
    }
    await inside;
  };

  await open(0);
  if (failure) throw failure.thrown;
}

function neverCalled({ from, name }: { from: "global" | "task"; name: string }): MiddlewareError {
  const global = name ? `Middleware "${name}"` : "A global middleware without a name";
  const which = from === "task" ? "The task's own middleware" : global;
  return new MiddlewareError(`${which} ended without calling next(), so the task did not run.`);
}
