import { type ChildProcess, fork, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { root } from "#test/support/root.ts";
import { until } from "#test/support/until.ts";
import { startReaper } from "#worker/processes/reaper.ts";

/** A worker in small: has a reaper watch a process that never yields, and says its id. */
const WORKER = `
  import { spawn } from "node:child_process";
  import { startReaper } from ${JSON.stringify(join(root, "worker/processes/reaper.ts"))};
  const reaper = startReaper();
  const task = spawn(process.execPath, ["-e", "for (;;);"], { detached: true, stdio: "ignore" });
  reaper.watch(task.pid);
  setTimeout(() => process.send(task.pid), 100);
`;
const processes: ChildProcess[] = [];
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "pawl-reaper-"));
  await writeFile(join(folder, "worker.mjs"), WORKER);
});
afterEach(() => {
  for (const child of processes.splice(0)) child.kill("SIGKILL");
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** Leads a group of its own, as a task's process does. */
function startTask(): ChildProcess & { pid: number } {
  const code = "setInterval(() => {}, 1000)";
  const child = spawn(process.execPath, ["-e", code], { detached: true, stdio: "ignore" });
  processes.push(child);
  if (child.pid === undefined) throw new Error("It did not start.");
  return Object.assign(child, { pid: child.pid });
}

describe("the reaper", () => {
  it("kills what a worker leaves behind that was killed itself", async () => {
    const worker = fork(join(folder, "worker.mjs"), {
      execArgv: ["--disable-warning=ExperimentalWarning"],
    });
    processes.push(worker);
    const [pid] = (await once(worker, "message")) as [number];
    expect(isThere(pid)).toBe(true);
    worker.kill("SIGKILL");
    await until("the task's process to be gone", () => !isThere(pid));
  });

  it("kills them when the lease is not renewed any more, and none that was forgotten", async () => {
    const reaper = startReaper({ leaseMs: 400 });
    const [task, forgotten] = [startTask(), startTask()];
    reaper.watch(task.pid);
    reaper.watch(forgotten.pid);
    reaper.forget(forgotten.pid);
    const exited = once(task, "exit");
    const renewing = setInterval(() => reaper.renew(0), 50);
    await expect(
      Promise.race([exited, once(AbortSignal.timeout(1_000), "abort").then(() => "lives")]),
    ).resolves.toBe("lives");
    clearInterval(renewing);
    expect(await exited).toEqual([null, "SIGKILL"]);
    expect(isThere(forgotten.pid)).toBe(true);
    await reaper.stop();
  });
});
