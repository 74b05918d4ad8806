import type { ChildProcess } from "node:child_process";
import type { Readable } from "node:stream";
import { finished } from "node:stream/promises";
import type { EventLevel, RunnerEvent } from "#sdk/wire/protocol.ts";

export interface CapturedOutput {
  /** The last lines, for the error of a process that dies. */
  tail: () => string;
  /** Resolves when both pipes have ended, or soon after if something keeps them open. */
  tailComplete: () => Promise<void>;
}

const TAIL_CHARACTERS = 4_000;
const LINE_CHARACTERS = 16_384;
const PIPES_END_MS = 50;

/**
 * What a task writes past `console`: `process.stdout.write`, native code, Node's own last words.
 * Each line becomes a log of the attempt that has the process.
 */
export function captureOutput(
  child: ChildProcess,
  onEvents: (events: RunnerEvent[]) => void,
): CapturedOutput {
  let tail = "";
  const watch = (stream: Readable | null, level: EventLevel): Promise<void> => {
    if (!stream) return Promise.resolve();
    let rest = "";
    const emit = (lines: string[]) => {
      const events = lines.filter((line) => line.length > 0).map((line) => toLog(line, level));
      if (events.length > 0) onEvents(events);
    };
    stream.setEncoding("utf8");
    stream.on("data", (text: string) => {
      tail = (tail + text).slice(-TAIL_CHARACTERS);
      const lines = (rest + text).split("\n");
      rest = lines.pop() ?? "";
      // A flood without line ends must not gather in memory.
      if (rest.length > LINE_CHARACTERS) {
        lines.push(rest);
        rest = "";
      }
      emit(lines);
    });
    return finished(stream).then(
      () => emit([rest]),
      () => emit([rest]),
    );
  };
  const ended = Promise.all([watch(child.stdout, "LOG"), watch(child.stderr, "ERROR")]);
  return {
    tail: () => tail.trim(),
    tailComplete: async () => {
      const waited = new Promise((resolve) => setTimeout(resolve, PIPES_END_MS));
      await Promise.race([ended, waited]);
    },
  };
}

function toLog(line: string, level: EventLevel): RunnerEvent {
  const message =
    line.length > LINE_CHARACTERS
      ? `${line.slice(0, LINE_CHARACTERS)}… (${line.length} characters)`
      : line;
  return { kind: "log", at: Date.now(), level, message };
}
