import { describe, expect, it } from "vitest";
import type { WaitBlocker } from "#worker/domain/views.ts";
import { waitSentence } from "#worker/domain/wait-sentence.ts";

const since = "2026-03-12T14:00:00.000Z";
const until = "2026-03-12T14:04:00.000Z";

describe("waitSentence", () => {
  const none = { count: 0, isCapped: false };
  const some = (count: number) => ({ count, isCapped: false });
  const limited = { queue: "emails", isOverride: false, holders: [] };
  it.each<[WaitBlocker, string]>([
    [
      { kind: "ENVIRONMENT_PAUSED", since, by: "Ada" },
      "Waits because the environment is paused since 14:00 by Ada.",
    ],
    [
      { kind: "QUEUE_PAUSED", queue: "emails", since },
      "Waits because queue “emails” is paused since 14:00.",
    ],
    [
      { kind: "ENVIRONMENT_LIMIT", limit: 100, holders: [] },
      "Waits because all 100 slots of the environment are in use.",
    ],
    [
      { kind: "QUEUE_LIMIT", limit: 1, ...limited, key: "acme" },
      "Waits because the only slot of key “acme” in queue “emails” is in use.",
    ],
    [
      { kind: "QUEUE_LIMIT", limit: 0, ...limited },
      "Waits because the limit of queue “emails” is 0: nothing starts.",
    ],
    [
      { kind: "TOTAL_LIMIT", queue: "emails", limit: 5, holders: [] },
      "Waits because all 5 slots of all keys of queue “emails” together are in use.",
    ],
    [
      { kind: "RATE_LIMIT", queue: "emails", limit: 1, until },
      "Waits because the rate limit of queue “emails” is reached, 1 start in its period; the next may start at 14:04.",
    ],
    [{ kind: "DELAYED", until }, "Waits until 14:04, as it was triggered to."],
    [{ kind: "RETRY_DUE", until, attempt: 2 }, "Waits for its retry at 14:04, after attempt 2."],
    [{ kind: "NOTHING_DEPLOYED" }, "Waits for code: nothing is deployed in this environment."],
    [
      { kind: "VERSION_NOT_DEPLOYED", version: "1.1" },
      "Waits for version 1.1, which it asks for and which is not deployed here.",
    ],
    [
      { kind: "TASK_NOT_DEPLOYED", task: "hello", version: "1.1" },
      "Waits for code: version 1.1 has no task “hello”.",
    ],
    [{ kind: "NO_WORKER" }, "Waits because no worker has connected yet."],
    [
      { kind: "WORKERS_DRAINING", workers: 1 },
      "Waits because the only connected worker is draining: no new run starts there.",
    ],
    [
      { kind: "WORKERS_DRAINING", workers: 3 },
      "Waits because all 3 connected workers are draining: no new run starts there.",
    ],
    [
      { kind: "NO_WORKER", lastSeenAt: since },
      "Waits because no worker is connected; the last one was there at 14:00.",
    ],
    [
      { kind: "IN_LINE", queue: "emails", ahead: some(1), keysAhead: some(3) },
      "Waits in line: 1 run before it, 3 other keys first in turn.",
    ],
    [
      {
        kind: "IN_LINE",
        queue: "emails",
        ahead: { count: 1_001, isCapped: true },
        keysAhead: none,
      },
      "Waits in line: more than 1,000 runs before it.",
    ],
    [{ kind: "WORKERS_BUSY", places: 10 }, "Waits for a worker: all 10 places are taken."],
    [
      {
        kind: "NO_WORKER_LARGE_ENOUGH",
        machine: "large-1x",
        cpu: 4,
        memoryGb: 8,
        largest: { cpu: 2.5, memoryGb: 3.14 },
      },
      "Waits because no worker is large enough for machine large-1x, which needs 4 vCPU and 8 GB; the largest one connected hands out 2.5 vCPU and 3.1 GB.",
    ],
    [{ kind: "STARTING" }, "Starts in a moment: nothing holds it."],
    [{ kind: "INSIDE", waits: [] }, "Goes on in a moment: what its code waited for is there."],
    [
      { kind: "INSIDE", waits: [{ kind: "TIME", until }] },
      "Waits inside its code until 14:04. It holds no slot meanwhile.",
    ],
    [
      {
        kind: "INSIDE",
        waits: [
          { kind: "RUN", runId: "run_1", task: "child" },
          { kind: "TOKEN", tokenId: "waitpoint_1" },
          { kind: "TIME", until },
        ],
      },
      "Waits inside its code for its child “child”, and for 2 other things. It holds no slot meanwhile.",
    ],
    [
      { kind: "INSIDE", waits: [{ kind: "BATCH", batchId: "batch_1", open: 3, runs: 1_000 }] },
      "Waits inside its code for 3 of 1,000 runs of a batch. It holds no slot meanwhile.",
    ],
    [
      { kind: "INSIDE", waits: [{ kind: "TOKEN", tokenId: "waitpoint_1" }] },
      "Waits inside its code for a token that nobody has completed yet. It holds no slot meanwhile.",
    ],
    [
      { kind: "INSIDE", waits: [{ kind: "TOKEN", tokenId: "waitpoint_1", timeoutAt: until }] },
      "Waits inside its code for a token that nobody has completed yet; the token times out at 14:04. It holds no slot meanwhile.",
    ],
  ])("says %o", (blocker, sentence) => {
    expect(waitSentence(blocker, (iso) => iso.slice(11, 16))).toBe(sentence);
  });
});
