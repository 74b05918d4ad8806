import { spawn } from "node:child_process";
import { once } from "node:events";
import { describe, expect, it } from "vitest";
import type { RunnerEvent } from "#sdk/wire/protocol.ts";
import { type CapturedOutput, captureOutput } from "#worker/processes/capture-output.ts";

/** Runs a script to its end and gives what was captured of it. */
async function capture(
  script: string,
): Promise<{ logs: [string, string][]; output: CapturedOutput }> {
  const child = spawn(process.execPath, ["-e", script], { stdio: ["ignore", "pipe", "pipe"] });
  const events: RunnerEvent[] = [];
  const output = captureOutput(child, (batch) => events.push(...batch));
  await once(child, "close");
  await output.tailComplete();
  const logs = events.flatMap((event): [string, string][] =>
    event.kind === "log" ? [[event.level, event.message]] : [],
  );
  return { logs, output };
}

describe("captureOutput", () => {
  it("makes a log of each line, from either pipe", async () => {
    const { logs } = await capture(`
      process.stdout.write("one\\n\\ntwo\\nthree");
      process.stderr.write("wrong\\n");
    `);
    expect(logs.filter(([level]) => level === "LOG")).toEqual([
      ["LOG", "one"],
      ["LOG", "two"],
      ["LOG", "three"],
    ]);
    expect(logs.filter(([level]) => level === "ERROR")).toEqual([["ERROR", "wrong"]]);
  });

  it("puts a line together that comes in pieces, characters too", async () => {
    const { logs } = await capture(`
      const bytes = Buffer.from("gr\\u00fc\\u00df");
      process.stdout.write(bytes.subarray(0, 3));
      setTimeout(() => process.stdout.write(bytes.subarray(3)), 20);
    `);
    expect(logs).toEqual([["LOG", "grüß"]]);
  });

  it("clamps a long line and lets no flood gather in memory", async () => {
    const { logs } = await capture(`process.stdout.write("x".repeat(20_000) + "\\ny\\n")`);
    expect(logs.at(-1)).toEqual(["LOG", "y"]);
    expect(logs.length).toBeGreaterThan(1);
    for (const [, message] of logs) expect(message.length).toBeLessThan(16_500);
  });

  it("keeps the last words of both pipes", async () => {
    const { output } = await capture(`
      process.stdout.write("x".repeat(10_000) + "\\n", () => process.stderr.write("the end\\n"));
    `);
    expect(output.tail()).toMatch(/x\nthe end$/);
    expect(output.tail().length).toBeLessThanOrEqual(4_000);
  });

  it("does not wait for ever for a pipe that something keeps open", async () => {
    const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    const output = captureOutput(child, () => {});
    await expect(output.tailComplete()).resolves.toBeUndefined();
    const closed = once(child, "close");
    child.kill("SIGKILL");
    await closed;
  });
});
