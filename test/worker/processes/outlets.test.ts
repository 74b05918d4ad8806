import { beforeEach, describe, expect, it } from "vitest";
import type { RunnerEvent } from "#sdk/wire/protocol.ts";
import { fakeAttempt, useFakeBundle } from "#test/support/fake-bundle.ts";
import { outletsOf } from "#worker/processes/outlets.ts";
import { TaskProcess } from "#worker/processes/task-process.ts";

const log = (message: string, attributes?: Record<string, unknown>): RunnerEvent => ({
  ...{ kind: "log", at: 0, level: "INFO", message },
  ...(attributes && { attributes }),
});

describe("where what an attempt says goes", () => {
  let timeline: RunnerEvent[] = [];
  let printed = "";
  beforeEach(() => {
    timeline = [];
    printed = "";
  });
  const outlets = (isLogPrinted: boolean, isUncaptured: boolean) =>
    outletsOf(
      { ...fakeAttempt("x"), console: { isLogPrinted, isUncaptured } },
      (events) => timeline.push(...events),
      (line) => {
        printed += line;
      },
    );

  it("is the timeline", () => {
    const { told, written, writtenLate } = outletsOf(fakeAttempt("x"), (events) =>
      timeline.push(...events),
    );
    told([log("told")]);
    written([log("written")]);
    writtenLate([log("after its end")]);
    expect(timeline).toEqual([log("told"), log("written")]);
  });

  it("is the worker's output too, with enableConsoleLogging", () => {
    const { told, written } = outlets(true, false);
    told([log("told", { n: 1 })]);
    written([log("written")]);
    expect(timeline).toEqual([log("told", { n: 1 }), log("written")]);
    expect(printed).toBe('run_1 fake INFO  told {"n":1}\n');
  });

  it("is the worker's output alone for the pipes, with disableConsoleInterceptor", () => {
    const { told, written, writtenLate } = outlets(false, true);
    told([log("told")]);
    written([log("written")]);
    writtenLate([log("after its end")]);
    expect(timeline).toEqual([log("told")]);
    expect(printed).toBe("run_1 fake INFO  written\nrun_1 fake INFO  after its end\n");
  });
});

describe("a process whose console is left alone", () => {
  const bundle = useFakeBundle();

  it("keeps what is written off the timeline", async () => {
    const process = new TaskProcess(bundle.options());
    await process.ready;
    const events: RunnerEvent[] = [];
    const attempt = {
      ...fakeAttempt("exit"),
      console: { isLogPrinted: false, isUncaptured: true },
    };
    const outcome = process.execute(attempt, undefined, {
      onEvents: (batch) => events.push(...batch),
    });
    expect(await outcome).toMatchObject({ kind: "DIED", lastOutput: "last words" });
    expect(events).toEqual([]);
  });
});
