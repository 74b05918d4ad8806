import type { AttemptInput, RunnerEvent } from "#sdk/wire/protocol.ts";

/** Where what an attempt says goes. */
export interface Outlets {
  /** What its runner tells: the console, the logger, spans. */
  told: (events: RunnerEvent[]) => void;
  /** What it writes to its pipes. */
  written: (events: RunnerEvent[]) => void;
  /** The same, once it is over: pipes are slower than messages. */
  writtenLate: (events: RunnerEvent[]) => void;
}

type Said = Pick<AttemptInput, "console" | "taskId"> & { ctx: { run: { id: string } } };

/**
 * The timeline, and where the config wants it, the worker's own output: there what was logged stands in lines
 * that begin with run and task, since many runs speak at once.
 */
export function outletsOf(
  attempt: Said,
  onEvents: (events: RunnerEvent[]) => void,
  write: (line: string) => void = (line) => process.stdout.write(line),
): Outlets {
  const name = `${attempt.ctx.run.id} ${attempt.taskId}`;
  const print = (events: RunnerEvent[]) => {
    for (const event of events) if (event.kind === "log") write(`${name} ${lineOf(event)}\n`);
  };
  const { isLogPrinted = false, isUncaptured = false } = attempt.console ?? {};
  return {
    told: isLogPrinted
      ? (events) => {
          print(events);
          onEvents(events);
        }
      : onEvents,
    written: isUncaptured ? print : onEvents,
    writtenLate: isUncaptured ? print : () => {},
  };
}

function lineOf({ level, message, attributes }: Extract<RunnerEvent, { kind: "log" }>): string {
  const rest = attributes ? ` ${JSON.stringify(attributes)}` : "";
  return `${level.padEnd(5)} ${message}${rest}`;
}
