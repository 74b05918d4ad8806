import { readFile } from "node:fs/promises";

/** One line that a task has written about itself: the truth about what was executed, whatever the tables say. */
export interface LedgerEntry {
  run: string;
  attempt: number;
  pid: number;
  phase: "start" | "end";
  at: number;
}

/** A task that takes `ms` and writes its start and its end to the file that the variable LEDGER names. */
export const LEDGER_TASK = `
  import { appendFileSync } from "node:fs";
  import { task } from "@pawl/sdk";
  export const ledger = task({
    id: "ledger",
    retry: { maxAttempts: 5, minTimeoutInMs: 50, maxTimeoutInMs: 100 },
    run: async (payload: { ms: number }, { ctx }) => {
      const write = (phase: string) => {
        const line = { run: ctx.run.id, attempt: ctx.attempt.number, pid: process.pid, phase, at: Date.now() };
        appendFileSync(process.env.LEDGER ?? "", JSON.stringify(line) + "\\n");
      };
      write("start");
      await new Promise((resolve) => setTimeout(resolve, payload.ms));
      write("end");
      return ctx.attempt.number;
    },
  });
`;

const IN_FLIGHT_MS = 1_000;

export async function readLedger(path: string): Promise<LedgerEntry[]> {
  const text = await readFile(path, "utf8").catch(() => "");
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as LedgerEntry);
}

/**
 * What the ledger says that must not be: an attempt that started twice, one that started while another
 * of its run was still at work, or a run that went on after an attempt of it had succeeded.
 */
export function ledgerFaults(entries: LedgerEntry[], killedAt: number | undefined): string[] {
  const faults: string[] = [];
  const byRun = Map.groupBy(entries, (entry) => entry.run);
  for (const [run, lines] of byRun) {
    const starts = lines.filter((line) => line.phase === "start").sort((a, b) => a.at - b.at);
    const ends = lines.filter((line) => line.phase === "end");
    // A result that was on its way to the database when its worker was killed died with it.
    const settled = ends.filter(
      (end) => killedAt === undefined || end.at < killedAt - IN_FLIGHT_MS,
    );
    if (ends.length > 1 && settled.length > 0) {
      faults.push(`${run} was executed to its end ${ends.length} times`);
    }
    for (const [index, start] of starts.entries()) {
      const earlier = starts.slice(0, index);
      if (earlier.some((other) => other.attempt === start.attempt)) {
        faults.push(`${run} started attempt ${start.attempt} twice`);
      }
      const end = ends.find((line) => line.attempt === start.attempt);
      const next = starts[index + 1];
      if (next && end && next.at < end.at) faults.push(`${run} had two attempts at once`);
      if (next && !end && killedAt !== undefined && next.at < killedAt) {
        faults.push(
          `${run} started attempt ${next.attempt} before anything had happened to the one before`,
        );
      }
    }
  }
  return faults;
}
