export interface PausableTimer {
  pause: () => void;
  resume: () => void;
  stop: () => void;
}

/** Fires once, after this much time in which it was not paused. */
export function createPausableTimer(ms: number, onFired: () => void): PausableTimer {
  let leftMs = ms;
  let startedAt = 0;
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;

  const resume = () => {
    if (isStopped || timer) return;
    startedAt = performance.now();
    timer = setTimeout(() => {
      isStopped = true;
      onFired();
    }, leftMs);
  };
  const pause = () => {
    if (!timer) return;
    clearTimeout(timer);
    timer = undefined;
    leftMs = Math.max(0, leftMs - (performance.now() - startedAt));
  };

  resume();
  return {
    pause,
    resume,
    stop: () => {
      pause();
      isStopped = true;
    },
  };
}
