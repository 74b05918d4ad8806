import { describe, expect, it } from "vitest";
import { until } from "#test/support/until.ts";
import { every } from "#worker/jobs/every.ts";

describe("every", () => {
  it("does the work again and again until it is stopped", async () => {
    let times = 0;
    const clock = every(
      1,
      async () => times++,
      () => {},
    );
    await until("three times", () => times >= 3);
    await clock.stop();
    const stopped = times;
    let others = 0;
    const witness = every(
      1,
      async () => others++,
      () => {},
    );
    await until("another clock to go on", () => others >= 3);
    await witness.stop();
    expect(times).toBe(stopped);
  });

  it("never does it twice at once", async () => {
    let active = 0;
    let most = 0;
    let times = 0;
    const work = async () => {
      most = Math.max(most, ++active);
      await new Promise((resolve) => setImmediate(resolve));
      active--;
      times++;
    };
    const clock = every(0, work, () => {});
    await until("three times", () => times >= 3);
    await clock.stop();
    expect(most).toBe(1);
  });

  it("reports an error and goes on", async () => {
    const errors: unknown[] = [];
    let times = 0;
    const work = async () => {
      times++;
      throw new Error(`Failure ${times}`);
    };
    const clock = every(1, work, (error) => errors.push(error));
    await until("two failures", () => errors.length >= 2);
    await clock.stop();
    expect(errors[0]).toMatchObject({ message: "Failure 1" });
    expect(errors[1]).toMatchObject({ message: "Failure 2" });
  });

  it("waits for the work in progress when it is stopped", async () => {
    let finish = () => {};
    let isStarted = false;
    const work = () => {
      isStarted = true;
      return new Promise<void>((resolve) => {
        finish = resolve;
      });
    };
    const clock = every(0, work, () => {});
    await until("the start", () => isStarted);
    let isStopped = false;
    const stopping = clock.stop().then(() => {
      isStopped = true;
    });
    await new Promise((resolve) => setImmediate(resolve));
    expect(isStopped).toBe(false);
    finish();
    await stopping;
    expect(isStopped).toBe(true);
  });
});
