/** Of the time, no more than a third is spent on reading again: who reads slowly, reads less often. */
const REST = 2;
const LONGEST_MS = 3_000;
/** An answer that has not come by then is not waited for. */
const PATIENCE_MS = 15_000;

export type Pace = {
  /** Something has changed. */
  ring: () => void;
  stop: () => void;
};

/**
 * Answers to changes: to the first at once, to those that follow `gapMs` after the answer before them, one answer for all that
 * came meanwhile and never two at a time. The gap grows with what answering takes.
 */
export function createPace(answer: () => unknown, gapMs: number): Pace {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isAnswering = false;
  let isStopped = false;
  let freeAt = 0;
  let hasChanged = false;

  let giveUp: ReturnType<typeof setTimeout> | undefined;

  const run = async () => {
    timer = undefined;
    hasChanged = false;
    isAnswering = true;
    const startedAt = Date.now();
    try {
      const patience = new Promise((resolve) => {
        giveUp = setTimeout(resolve, PATIENCE_MS);
      });
      await Promise.race([answer(), patience]);
    } catch {
      // Whoever answers says so itself; the next change is another chance.
    }
    clearTimeout(giveUp);
    const tookMs = Date.now() - startedAt;
    isAnswering = false;
    freeAt = startedAt + Math.max(gapMs, Math.min(LONGEST_MS, tookMs * (1 + REST)));
    if (hasChanged) plan();
  };
  const plan = () => {
    if (isStopped || isAnswering || timer !== undefined) return;
    timer = setTimeout(run, Math.max(0, freeAt - Date.now()));
  };
  return {
    ring: () => {
      hasChanged = true;
      plan();
    },
    stop: () => {
      isStopped = true;
      clearTimeout(timer);
      clearTimeout(giveUp);
    },
  };
}
