/** A process that is kept while its run waits. */
export interface ParkedProcess {
  runId: string;
  /** Its task is written to be run again from the top: it may go on along its journal. */
  isDurable: boolean;
  /** Megabytes that it uses. */
  measureMb: () => Promise<number>;
  /** Ends the process, unless its run goes on by now. The run waits on without it. */
  release: () => void;
}

export interface Parking {
  park: (process: ParkedProcess) => void;
  /** Its run goes on, or is over. */
  unpark: (runId: string) => void;
  close: () => void;
}

interface ParkingOptions {
  /** Megabytes that parked processes may use together. */
  limitMb: number;
  /** A durable one is worth no process beyond this. */
  longMs?: number;
}

interface Entry extends ParkedProcess {
  usedMb: number;
  timer: NodeJS.Timeout | undefined;
}

/** Starting a process again costs a fraction of a second: after a minute nobody would notice. */
const LONG_MS = 60_000;

/**
 * Waiting runs hold no place, so what bounds them is the memory of their processes. Above the limit the
 * longest waiting that are durable are released, and durable ones that wait for long are in any case; the
 * others are kept, whatever they use: their variables are nowhere else.
 */
export function createParking({ limitMb, longMs = LONG_MS }: ParkingOptions): Parking {
  /** In the order in which they began to wait. */
  const parked = new Map<string, Entry>();
  let usedMb = 0;

  const unpark = (runId: string) => {
    const entry = parked.get(runId);
    if (!entry) return;
    clearTimeout(entry.timer);
    parked.delete(runId);
    usedMb -= entry.usedMb;
  };

  const release = (entry: Entry) => {
    unpark(entry.runId);
    entry.release();
  };

  const makeRoom = () => {
    for (const entry of parked.values()) {
      if (usedMb <= limitMb) return;
      if (entry.isDurable) release(entry);
    }
  };

  return {
    park: (process) => {
      unpark(process.runId);
      const timer = process.isDurable
        ? setTimeout(() => release(entry), longMs).unref()
        : undefined;
      const entry: Entry = { ...process, usedMb: 0, timer };
      parked.set(process.runId, entry);
      void process.measureMb().then((mb) => {
        // It may have gone on meanwhile.
        if (parked.get(process.runId) !== entry) return;
        entry.usedMb = mb;
        usedMb += mb;
        makeRoom();
      });
    },
    unpark,
    close: () => {
      for (const runId of parked.keys()) unpark(runId);
    },
  };
}
