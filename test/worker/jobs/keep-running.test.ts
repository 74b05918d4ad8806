import { describe, expect, it } from "vitest";
import { until } from "#test/support/until.ts";
import { keepRunning } from "#worker/jobs/keep-running.ts";

/** Something that runs until it is stopped or breaks. */
function breakable() {
  let end: (error?: Error) => void = () => {};
  const promise = new Promise<void>((resolve, reject) => {
    end = (error) => (error ? reject(error) : resolve());
  });
  return { promise, stop: async () => end(), fail: (message: string) => end(new Error(message)) };
}

function supervised(failingStarts = 0) {
  const started: ReturnType<typeof breakable>[] = [];
  const errors: string[] = [];
  let failures = 0;
  const start = async () => {
    if (started.length > 0 && failures++ < failingStarts) throw new Error("not yet");
    const each = breakable();
    started.push(each);
    return each;
  };
  const onError = (error: unknown) => errors.push(String(error));
  return { started, errors, running: keepRunning(start, { restartMs: 1, onError }) };
}

describe("keepRunning", () => {
  it("starts again what has broken, as often as it takes", async () => {
    const { started, errors, running } = supervised(2);
    const { stop } = await running;
    started[0]?.fail("broken");
    await until("the second one", () => started.length === 2);
    expect(errors).toEqual(["Error: broken", "Error: not yet", "Error: not yet"]);
    await stop();
  });

  it("starts nothing again once it is stopped", async () => {
    const { started, errors, running } = supervised();
    const { stop } = await running;
    await stop();
    expect(started).toHaveLength(1);
    expect(errors).toEqual([]);
  });

  it("fails when the first start fails", async () => {
    const start = () => Promise.reject(new Error("no database"));
    await expect(keepRunning(start, { restartMs: 1, onError: () => {} })).rejects.toThrow(
      "no database",
    );
  });
});
