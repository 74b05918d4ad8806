import type { RunnerEvent } from "#sdk/wire/protocol.ts";

const MAX_EVENTS = 20_000;
const MAX_CHARACTERS = 16 * 1024 * 1024;

type Report = (events: RunnerEvent[]) => void;

/** One attempt that logs without end must not fill the database: what comes after the limit is dropped, and said. */
export function limitEvents(report: Report): Report {
  let events = 0;
  let characters = 0;
  return (batch) => {
    const kept: RunnerEvent[] = [];
    for (const event of batch) {
      if (events > MAX_EVENTS || characters > MAX_CHARACTERS) break;
      events++;
      characters += event.kind === "log" ? event.message.length : event.name.length;
      kept.push(event);
      if (events > MAX_EVENTS || characters > MAX_CHARACTERS) kept.push(limitReached(event.at));
    }
    if (kept.length > 0) report(kept);
  };
}

function limitReached(at: number): RunnerEvent {
  return {
    kind: "log",
    at,
    level: "WARN",
    message: `This attempt has logged ${MAX_EVENTS} entries or ${MAX_CHARACTERS / 1024 / 1024} MB; what follows is not kept.`,
  };
}
