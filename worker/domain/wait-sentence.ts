import { assertNever } from "./assert-never.ts";
import type { Count, InsideWait, WaitBlocker } from "./views.ts";

/** The blocker in a sentence. `time` writes an instant the way the reader wants it. */
export function waitSentence(blocker: WaitBlocker, time: (iso: string) => string): string {
  switch (blocker.kind) {
    case "ENVIRONMENT_PAUSED":
      return `Waits because the environment is paused since ${time(blocker.since)}${by(blocker)}.`;
    case "QUEUE_PAUSED":
      return `Waits because queue ${quoted(blocker.queue)} is paused since ${time(blocker.since)}${by(blocker)}.`;
    case "ENVIRONMENT_LIMIT":
      return full("the environment", blocker.limit);
    case "QUEUE_LIMIT":
      return full(ofKey(blocker), blocker.limit);
    case "TOTAL_LIMIT":
      return full(`all keys of queue ${quoted(blocker.queue)} together`, blocker.limit);
    case "RATE_LIMIT":
      return `Waits because the rate limit of ${ofKey(blocker)} is reached, ${count(blocker.limit, "start")} in its period; the next may start at ${time(blocker.until)}.`;
    case "DELAYED":
      return `Waits until ${time(blocker.until)}, as it was triggered to.`;
    case "RETRY_DUE":
      return `Waits for its retry at ${time(blocker.until)}, after attempt ${blocker.attempt}.`;
    case "NOTHING_DEPLOYED":
      return "Waits for code: nothing is deployed in this environment.";
    case "VERSION_NOT_DEPLOYED":
      return `Waits for version ${blocker.version}, which it asks for and which is not deployed here.`;
    case "TASK_NOT_DEPLOYED":
      return `Waits for code: version ${blocker.version} has no task ${quoted(blocker.task)}.`;
    case "NO_WORKER":
      return blocker.lastSeenAt === undefined
        ? "Waits because no worker has connected yet."
        : `Waits because no worker is connected; the last one was there at ${time(blocker.lastSeenAt)}.`;
    case "WORKERS_DRAINING":
      return `Waits because ${blocker.workers === 1 ? "the only connected worker is" : `all ${blocker.workers} connected workers are`} draining: no new run starts there.`;
    case "IN_LINE":
      return inLineSentence(blocker);
    case "WORKERS_BUSY":
      return `Waits for a worker: all ${count(blocker.places, "place")} are taken.`;
    case "NO_WORKER_LARGE_ENOUGH":
      return `Waits because no worker is large enough for machine ${blocker.machine}, which needs ${size(blocker)}; the largest one connected hands out ${size(blocker.largest)}.`;
    case "STARTING":
      return "Starts in a moment: nothing holds it.";
    case "INSIDE":
      return insideSentence(blocker.waits, time);
    default:
      return assertNever(blocker);
  }
}

function insideSentence(waits: InsideWait[], time: (iso: string) => string): string {
  const [first, ...others] = waits.map((wait) => insidePart(wait, time));
  if (first === undefined) return "Goes on in a moment: what its code waited for is there.";
  const more = others.length > 0 ? `, and for ${count(others.length, "other thing")}` : "";
  return `Waits inside its code ${first}${more}. It holds no slot meanwhile.`;
}

function insidePart(wait: InsideWait, time: (iso: string) => string): string {
  switch (wait.kind) {
    case "TIME":
      return `until ${time(wait.until)}`;
    case "RUN":
      return `for its child ${quoted(wait.task)}`;
    case "BATCH":
      return `for ${wait.open.toLocaleString("en")} of ${count(wait.runs, "run")} of a batch`;
    case "TOKEN":
      return wait.timeoutAt === undefined
        ? "for a token that nobody has completed yet"
        : `for a token that nobody has completed yet; the token times out at ${time(wait.timeoutAt)}`;
  }
}

function size({ cpu, memoryGb }: { cpu: number; memoryGb: number }): string {
  return `${cpu.toLocaleString("en")} vCPU and ${memoryGb.toLocaleString("en", { maximumFractionDigits: 1 })} GB`;
}

function full(whose: string, limit: number): string {
  if (limit === 0) return `Waits because the limit of ${whose} is 0: nothing starts.`;
  return limit === 1
    ? `Waits because the only slot of ${whose} is in use.`
    : `Waits because all ${limit} slots of ${whose} are in use.`;
}

function inLineSentence({ ahead, keysAhead }: { ahead: Count; keysAhead: Count }): string {
  const parts = [
    ...(ahead.count > 0 ? [`${counted(ahead, "run")} before it`] : []),
    ...(keysAhead.count > 0 ? [`${counted(keysAhead, "other key")} first in turn`] : []),
  ];
  return `Waits in line: ${parts.join(", ")}.`;
}

function counted({ count: number, isCapped }: Count, noun: string): string {
  return isCapped ? `more than ${count(number - 1, noun)}` : count(number, noun);
}

function count(number: number, noun: string): string {
  return `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;
}

function ofKey({ queue, key }: { queue: string; key?: string }): string {
  return key === undefined
    ? `queue ${quoted(queue)}`
    : `key ${quoted(key)} in queue ${quoted(queue)}`;
}

function by({ by }: { by?: string }): string {
  return by === undefined ? "" : ` by ${by}`;
}

function quoted(name: string): string {
  return `“${name}”`;
}
