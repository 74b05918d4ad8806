import { readFile } from "node:fs/promises";

/** One line that a task has written about itself: the truth about what was executed, whatever the tables say. */
export interface LedgerEntry {
  run: string;
  attempt: number;
  pid: number;
  /** `tick`: still at work. `fail`: about to throw. */
  phase: "start" | "tick" | "end" | "fail";
  /** Epoch milliseconds of this machine's clock, whatever a worker takes for the time. */
  at: number;
}

/** What the task `ledger` does. */
export interface LedgerPayload {
  ms: number;
  /** The attempts after the first one take this long instead. */
  laterMs?: number;
  /** So many attempts throw at their end. */
  failures?: number;
  /** It goes on until this file is there, in any attempt. */
  gate?: string;
  /** It never yields: no message reaches its process. */
  isBusy?: boolean;
}

/**
 * A task that takes `ms` and writes to the file that the variable LEDGER names: its start, every few
 * milliseconds that it is still there, and its end.
 */
export const LEDGER_TASK = `
  import { appendFileSync, existsSync } from "node:fs";
  import { queue, task } from "@pawl/sdk";

  export const narrow = queue({ name: "narrow", concurrencyLimit: 1 });
  export const wide = queue({ name: "wide", concurrencyLimit: 2, totalConcurrencyLimit: 5 });

  export const paced = queue({ name: "paced", rateLimit: { limit: 5, period: "1s" } });
  export const metered = queue({ name: "metered", rateLimit: { limit: 2, period: "1s", scope: "key" } });

  const TICK_MS = 40;
  type Payload = { ms: number; laterMs?: number; failures?: number; gate?: string; isBusy?: boolean };

  async function work(payload: Payload, run: string, attempt: number) {
    const write = (phase: string) => {
      const line = { run, attempt, pid: process.pid, phase, at: Date.now() };
      appendFileSync(process.env.LEDGER ?? "", JSON.stringify(line) + "\\n");
    };
    write("start");
    const ms = attempt === 1 ? payload.ms : (payload.laterMs ?? payload.ms);
    const until = Date.now() + ms;
    for (let left = ms; left > 0; left = until - Date.now()) {
      const pause = Math.min(left, TICK_MS);
      if (payload.isBusy) for (const end = Date.now() + pause; Date.now() < end; );
      else await new Promise((resolve) => setTimeout(resolve, pause));
      if (left > TICK_MS) write("tick");
    }
    while (payload.gate && !existsSync(payload.gate)) {
      await new Promise((resolve) => setTimeout(resolve, TICK_MS));
      write("tick");
    }
    if (attempt <= (payload.failures ?? 0)) {
      write("fail");
      throw new Error("As it was told to");
    }
    write("end");
    return attempt;
  }

  export const ledger = task({
    id: "ledger",
    retry: { maxAttempts: 5, minTimeoutInMs: 50, maxTimeoutInMs: 100 },
    run: (payload: Payload, { ctx }) => work(payload, ctx.run.id, ctx.attempt.number),
  });
`;

export async function readLedger(path: string): Promise<LedgerEntry[]> {
  const text = await readFile(path, "utf8").catch(() => "");
  return text.split("\n").filter(Boolean).map(parseLine);
}

/** Only the task above writes it. */
function parseLine(line: string): LedgerEntry {
  return JSON.parse(line) as LedgerEntry;
}
