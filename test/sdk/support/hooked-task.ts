import { deployedEntry } from "./project.ts";
import type { AttemptOverrides } from "./runner-process.ts";
import { logsOf, RunnerProcess } from "./runner-process.ts";

/** Every hook says its name and throws when the payload asks for it: `g` is global, `t` the task's. */
const HOOKS = `
  import { logger, tasks } from "@pawl/sdk";
  export interface Plan {
    throwIn?: string[]; answer?: Record<string, object>; output?: unknown; silentMiddleware?: string; abort?: boolean;
  }
  const KINDS = ["init", "onStart", "onStartAttempt", "onSuccess", "onFailure", "onComplete", "onCancel", "catchError", "cleanup"];
  export function hooksOf(who: string) {
    const hooks: Record<string, unknown> = {};
    for (const kind of KINDS) {
      hooks[kind] = async (params: { payload: Plan; result?: { ok: boolean }; error?: unknown }) => {
        const detail = params.result ? "(" + params.result.ok + ")"
          : kind === "onFailure" ? "(" + (params.error instanceof Error ? params.error.message : params.error) + ")" : "";
        console.log(who + "." + kind + detail);
        const at = who + "." + kind;
        if (params.payload?.throwIn?.includes(at)) throw new Error("in " + at);
        const answer = params.payload?.answer?.[at];
        return answer ?? (kind === "init" ? { [who]: true, who } : undefined);
      };
    }
    hooks.middleware = async ({ payload, next }: { payload: Plan; next: () => Promise<void> }) => {
      console.log(">" + who);
      if (payload?.throwIn?.includes(">" + who)) throw new Error("in >" + who);
      if (payload?.silentMiddleware !== who) await next();
      if (payload?.throwIn?.includes("<" + who)) throw new Error("in <" + who);
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
  "trigger/hooked.ts": `
    import { AbortTaskRunError, task } from "@pawl/sdk";
    import { hooksOf, type Plan } from "../lib/hooks.ts";
    export const hooked = task({
      id: "hooked",
      ...hooksOf("t"),
      run: async (payload: Plan, { init }) => {
        console.log("run " + JSON.stringify(init));
        if (payload.abort) throw new AbortTaskRunError("abort");
        if (payload.throwIn?.includes("run")) throw new Error("in run");
        return payload.output === "function" ? () => {} : "done";
      },
    });`,
};

const RETRY = {
  maxAttempts: 3,
  factor: 2,
  minTimeoutInMs: 100,
  maxTimeoutInMs: 10_000,
  randomize: false,
};
/** Of three attempts. */
export const LAST = { number: 3 };

/** Runs attempts of a task that has every hook, and gives what they said in order. */
export async function hookedTask() {
  const runner = new RunnerProcess(await deployedEntry(SOURCES));
  return async (plan: object, overrides: AttemptOverrides = {}) => {
    const options = { payloadValue: plan, retry: RETRY, ...overrides };
    const { result, events } = await runner.run("hooked", options);
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
