import type { RunnerEvent } from "#sdk/wire/protocol.ts";
import { limitEvents } from "./limit-events.ts";

export interface EventReport {
  report: (events: RunnerEvent[]) => void;
  /** What nobody writes yet: it goes along with how the attempt ended. */
  takeRest: () => RunnerEvent[];
  /** Resolves when the others are written. */
  written: () => Promise<unknown>;
}

/**
 * What an attempt reports is written in the next turn of the event loop, and without it if it ends in this one:
 * a short attempt says all that it has to say with its result, which has a statement already. `write` never rejects.
 */
export function reportEvents(write: (events: RunnerEvent[]) => Promise<void>): EventReport {
  let unwritten: RunnerEvent[] = [];
  let turn: NodeJS.Immediate | undefined;
  const written: Promise<void>[] = [];

  const takeRest = () => {
    clearImmediate(turn);
    turn = undefined;
    const rest = unwritten;
    unwritten = [];
    return rest;
  };

  return {
    report: limitEvents((events) => {
      unwritten.push(...events);
      turn ??= setImmediate(() => written.push(write(takeRest())));
    }),
    takeRest,
    written: () => Promise.all(written),
  };
}
