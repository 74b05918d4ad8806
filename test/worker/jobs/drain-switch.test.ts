import { describe, expect, it } from "vitest";
import { until } from "#test/support/until.ts";
import { createDrainSwitch } from "#worker/jobs/drain-switch.ts";

/** Things that end when they are let go. */
async function switched({ failingStarts = 0 } = {}) {
  const events: string[] = [];
  const finishes: (() => void)[] = [];
  let starts = 0;
  const start = async () => {
    starts++;
    if (starts > 1 && starts <= 1 + failingStarts) throw new Error(`start ${starts}`);
    const name = `${starts}`;
    events.push(`${name} takes work`);
    return {
      stop: async () => {
        events.push(`${name} takes no more`);
        await new Promise<void>((resolve) => finishes.push(resolve));
        events.push(`${name} is finished`);
      },
    };
  };
  const errors: string[] = [];
  const drain = await createDrainSwitch(start, (error) => errors.push(String(error)));
  return { ...drain, events, errors, finish: () => finishes.shift()?.() };
}

describe("a drain switch", () => {
  it("takes work up again when what was under way is finished", async () => {
    const { drain, events, finish } = await switched();
    drain(false);
    drain(true);
    drain(true);
    await until("the end of taking", () => events.length === 2);
    drain(false);
    drain(false);
    expect(events).toEqual(["1 takes work", "1 takes no more"]);
    finish();
    await until("the second one", () => events.includes("2 takes work"));
    expect(events.slice(2)).toEqual(["1 is finished", "2 takes work"]);
  });

  it("stays as it is when it was drained and taken back, and stopping waits for the end", async () => {
    const { drain, stop, events, finish } = await switched();
    drain(true);
    await until("the end of taking", () => events.length === 2);
    const stopped = stop().then(() => events.push("stopped"));
    drain(false);
    finish();
    await stopped;
    expect(events).toEqual(["1 takes work", "1 takes no more", "1 is finished", "stopped"]);
  });

  it("tries a failed start again when it is told again", async () => {
    const { drain, events, errors, finish } = await switched({ failingStarts: 1 });
    drain(true);
    await until("the end of taking", () => events.length === 2);
    finish();
    await until("the end of work", () => events.length === 3);
    drain(false);
    await until("the failure", () => errors.length === 1);
    drain(false);
    await until("the start", () => events.includes("3 takes work"));
  });
});
