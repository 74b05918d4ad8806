import { parseCronItems, type TaskSpec } from "graphile-worker";
import type { ServiceContext } from "#worker/services/context.ts";
import { fireSchedules } from "#worker/services/schedules/fire.ts";

/** graphile-worker's name of the job. */
const IDENTIFIER = "fire-schedules";

/** One job at a time stands in the queue, before those of runs. The next minute makes up for one that fails. */
const SPEC = {
  jobKey: IDENTIFIER,
  jobKeyMode: "replace",
  maxAttempts: 1,
  priority: -100,
} as const satisfies TaskSpec;

/** graphile-worker's clock adds the job once a minute, whatever the number of workers. */
export const scheduleClock = parseCronItems([
  { task: IDENTIFIER, match: "* * * * *", identifier: IDENTIFIER, options: SPEC },
]);

export function scheduleTasks(ctx: ServiceContext) {
  return { [IDENTIFIER]: () => fireSchedules(ctx).then(() => undefined) };
}

interface JobAdder {
  addJob: (identifier: string, payload: unknown, spec: TaskSpec) => Promise<unknown>;
}

/** For a worker that starts: what passed while nobody was there does not wait for the next minute. */
export function fireNow(runner: JobAdder): Promise<unknown> {
  return runner.addJob(IDENTIFIER, {}, SPEC);
}
