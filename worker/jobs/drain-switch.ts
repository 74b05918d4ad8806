export interface DrainSwitch {
  /** Whether new work is taken; what is under way finishes. Repeating it changes nothing. */
  drain: (isDraining: boolean) => void;
  stop: () => Promise<void>;
}

/**
 * Something that takes work, and can be told to leave it to others for a while. Taken up again, it starts
 * when what it had before is finished: two of them would not know what the other one holds.
 */
export async function createDrainSwitch(
  start: () => Promise<{ stop: () => Promise<void> }>,
  onError: (error: unknown) => void,
): Promise<DrainSwitch> {
  let current: { stop: () => Promise<void> } | undefined = await start();
  let isWanted = true;
  let isStopped = false;
  let changes: Promise<void> = Promise.resolve();

  const change = async () => {
    while (isWanted !== (current !== undefined)) {
      const leaving = current;
      current = undefined;
      if (leaving) await leaving.stop();
      else current = await start();
    }
  };

  /** One change at a time, each from what the one before has left. */
  const want = (is: boolean) => {
    isWanted = is;
    changes = changes.then(change).catch(onError);
    return changes;
  };

  return {
    drain: (isDraining) => {
      if (!isStopped) void want(!isDraining);
    },
    stop: () => {
      isStopped = true;
      return want(false);
    },
  };
}
