import { beforeAll, expect, test } from "vitest";
import { deployedEntry } from "../support/project.ts";
import { logsOf, RunnerProcess } from "../support/runner-process.ts";

let runner: RunnerProcess;
beforeAll(async () => {
  const entry = await deployedEntry({
    "trigger/stacks.ts": `
      import { task } from "@pawl/sdk";
      function dig(): string {
        return new Error("deep").stack ?? "";
      }
      export const stack = task({ id: "stack", run: async () => dig() });
      export const odd = task({ id: "odd", run: async () => {
        class Odd extends Error { override toString(): string { throw new Error("no"); } }
        return new Odd("x").stack;
      } });
      export const own = task({ id: "own", run: async () => {
        const before = Error.prepareStackTrace;
        Error.prepareStackTrace = (_, sites) => sites.length;
        const sites: unknown = new Error("x").stack;
        Error.prepareStackTrace = before;
        return typeof sites + " " + new Error("y").stack?.includes("trigger/stacks.ts");
      } });
      export const logged = task({ id: "logged", run: async () => { console.log(new TypeError("seen")); } });`,
  });
  runner = new RunnerProcess(entry);
});

function run(taskId: string) {
  return runner.run(taskId, { filePath: "trigger/stacks.ts" });
}

/** What the task returned: text as it is. */
async function outputOf(taskId: string): Promise<string> {
  const { result } = await run(taskId);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.output ?? "";
}

test("a stack names functions and places as its author wrote them, also in the console", async () => {
  const lines = (await outputOf("stack")).split("\n");
  expect(lines[0]).toBe("Error: deep");
  expect(lines[1]).toMatch(/^ {4}at dig \(file:\/\/.*\/trigger\/stacks\.ts:4:16\)$/);
  const [log] = logsOf((await run("logged")).events);
  expect(log?.message).toMatch(/^TypeError: seen\n {4}at .*trigger\/stacks\.ts:18:/);
});

test("an error that cannot say what it is has a stack all the same", async () => {
  expect(await outputOf("odd")).toMatch(/^Error\n {4}at /);
});

test("a task that formats stacks itself for a moment gets what it asks for, and gives it back", async () => {
  expect(await outputOf("own")).toBe("number true");
});
