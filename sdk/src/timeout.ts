import { currentAttempt } from "./current-attempt.ts";

/** Source: sdk-facts §1.12. */
export const timeout = {
  /** `maxDuration: timeout.None` lets a task take as long as it does, whatever the config says. */
  None: 2_147_483_647,
  /** The `signal` of the run that executes, for code that is not handed it; undefined outside a run. */
  get signal(): AbortSignal | undefined {
    return currentAttempt()?.signal;
  },
};
