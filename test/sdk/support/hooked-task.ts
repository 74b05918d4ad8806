import { deployedEntry } from "./project.ts";
import type { AttemptOverrides } from "./runner-process.ts";
import { logsOf, RunnerProcess } from "./runner-process.ts";

/** Every hook says its name and throws when the payload asks for it: `g` is global, `t` the task's. */
const HOOKS = `
  import { AbortTaskRunError, NotFoundError } from "@pawl/sdk";
  export interface Plan {
    throwIn?: string[]; abortIn?: string[]; refuseIn?: string[]; dieIn?: Record<string, "exit" | "uncaught">; hangIn?: string[]; answer?: Record<string, object>; output?: unknown; silentMiddleware?: string; untilCanceled?: boolean;
  }
  export async function at(place: string, plan: Plan | undefined) {
    if (plan?.hangIn?.includes(place)) await new Promise(() => setInterval(() => {}, 1_000));
    if (plan?.throwIn?.includes(place)) throw new Error("in " + place);
    if (plan?.abortIn?.includes(place)) throw new AbortTaskRunError("in " + place);
    if (plan?.refuseIn?.includes(place)) throw new NotFoundError("in " + place, { status: 404 });
    if (plan?.dieIn?.[place] === "exit") process.exit(3);
    if (plan?.dieIn?.[place]) await new Promise(() => setTimeout(() => { throw new Error("in " + place); }, 1));
  }
  const KINDS = ["init", "onStart", "onStartAttempt", "onSuccess", "onFailure", "onComplete", "onCancel", "catchError", "cleanup"];
  export function hooksOf(who: string) {
    const hooks: Record<string, unknown> = {};
    for (const kind of KINDS) {
      hooks[kind] = async (params: { payload: Plan; result?: { ok: boolean }; error?: unknown }) => {
        const detail = params.result ? "(" + params.result.ok + ")"
          : kind === "onFailure" ? "(" + (params.error instanceof Error ? params.error.message : params.error) + ")" : "";
        console.log(who + "." + kind + detail);
        await at(who + "." + kind, params.payload);
        const answer = params.payload?.answer?.[who + "." + kind];
        return answer ?? (kind === "init" ? { [who]: true, who } : undefined);
      };
    }
    hooks.middleware = async ({ payload, next }: { payload: Plan; next: () => Promise<void> }) => {
      console.log(">" + who);
      await at(">" + who, payload);
      if (payload?.silentMiddleware !== who) await next();
      await at("<" + who, payload);
      console.log("<" + who);
    };
    return hooks;
  }`;

const SOURCES = {
  "lib/hooks.ts": HOOKS,
  "trigger/init.ts": `
    import { tasks } from "@pawl/sdk";
    import { hooksOf } from "../lib/hooks.ts";
    for (const [kind, fn] of Object.entries(hooksOf("g"))) Reflect.get(tasks, kind)("g", fn);`,
  // A second task under the same roof has a second global.
  "trigger/more.ts": `
    import { task, tasks } from "@pawl/sdk";
    import { at, hooksOf, type Plan } from "../lib/hooks.ts";
    for (const [kind, fn] of Object.entries(hooksOf("h"))) Reflect.get(tasks, kind)("h", fn);
    export const more = task({ id: "more", ...hooksOf("t"), run: async (payload: Plan) => {
      console.log("run");
      await at("run", payload);
    } });`,
  "trigger/hooked.ts": `
    import { task } from "@pawl/sdk";
    import { at, hooksOf, type Plan } from "../lib/hooks.ts";
    export const hooked = task({
      id: "hooked",
      ...hooksOf("t"),
      run: async (payload: Plan, { init, signal }) => {
        console.log("run " + JSON.stringify(init));
        await at("run", payload);
        if (payload.untilCanceled) await new Promise((resolve) => signal.addEventListener("abort", resolve));
        return payload.output === "function" ? () => {} : "done";
      },
    });`,
};

export const RETRY = {
  maxAttempts: 3,
  factor: 2,
  minTimeoutInMs: 100,
  maxTimeoutInMs: 10_000,
  randomize: false,
};
/** Of three attempts. */
export const LAST = { number: 3 };

export interface Plan {
  /** Places that throw: `g.init` is the global hook, `t.init` the task's, `>g` and `<g` middleware before and after. */
  throwIn?: string[];
  /** The same, with an AbortTaskRunError. */
  abortIn?: string[];
  /** The same, with a 404 of our own client. */
  refuseIn?: string[];
  /** Places that end the process. */
  dieIn?: Record<string, "exit" | "uncaught">;
  /** Places that never end. */
  hangIn?: string[];
  /** What a hook returns. */
  answer?: Record<string, object>;
  output?: "function";
  /** Whose middleware does not call `next`. */
  silentMiddleware?: string;
  /** Run waits for its signal. */
  untilCanceled?: boolean;
}

export const hookedEntry = () => deployedEntry(SOURCES);

/** Runs attempts of a task that has every hook, and gives what they said in order. */
export async function hookedTask(taskId = "hooked") {
  const runner = new RunnerProcess(await hookedEntry());
  return async (plan: Plan, overrides: AttemptOverrides = {}) => {
    const options = { payloadValue: plan, retry: RETRY, ...overrides };
    const { result, events } = await runner.run(taskId, options);
    const logs = logsOf(events);
    return {
      result,
      events,
      order: logs.filter(({ level }) => level === "LOG").map(({ message }) => message),
      warnings: logs.filter(({ level }) => level === "WARN").map(({ message }) => message),
    };
  };
}

export type RunHooked = Awaited<ReturnType<typeof hookedTask>>;
