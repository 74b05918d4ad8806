import { expect, it } from "vitest";
import { createStopSignals } from "#worker/startup/stop-signals.ts";

it("does the next step for each request, and takes what comes twice within half a second for one", () => {
  const done: string[] = [];
  const steps = ["stop", "hurry", "leave"].map((step) => () => void done.push(step));
  let nowMs = 0;
  const signal = createStopSignals(steps, () => nowMs);
  const at = (ms: number) => {
    nowMs = ms;
    signal();
    return done.join();
  };
  // Ctrl-C, and npm that passes it on.
  expect([at(0), at(3)]).toEqual(["stop", "stop"]);
  expect([at(600), at(601), at(1_050)]).toEqual(["stop,hurry", "stop,hurry", "stop,hurry"]);
  expect([at(1_200), at(9_000)]).toEqual(["stop,hurry,leave", "stop,hurry,leave"]);
});
