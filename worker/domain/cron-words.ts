import cronstrue from "cronstrue";

/** A cron expression in plain words: `At 09:00, Monday through Friday`. The expression itself when it is none. */
export function cronWords(cron: string): string {
  try {
    return cronstrue.toString(cron, { use24HourTimeFormat: true, verbose: false });
  } catch {
    return cron;
  }
}
