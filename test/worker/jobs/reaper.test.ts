import { type ChildProcess, fork, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { root } from "#test/support/root.ts";
import { until } from "#test/support/until.ts";
import { systemContext } from "#test/support/workspace.ts";
import { startReaper } from "#worker/jobs/reaper.ts";
import { registerWorker } from "#worker/services/workers/register.ts";

/** A worker in small: has a reaper watch a process that never yields, and says its id. */
const workerSource = (worker: { url: string; workerId: string }) => `
  import { spawn } from "node:child_process";
  import { startReaper } from ${JSON.stringify(join(root, "worker/jobs/reaper.ts"))};
  const reaper = startReaper({ worker: ${JSON.stringify(worker)} });
  const task = spawn(process.execPath, ["-e", "for (;;);"], { detached: true, stdio: "ignore" });
  reaper.watch(task.pid);
  setTimeout(() => process.send(task.pid), 100);
`;
const database = useDatabase();
const processes: ChildProcess[] = [];
let folder: string;
let workerId: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "pawl-reaper-"));
  workerId = await registerWorker(systemContext(database.db), { slots: 1, version: "test" });
  await writeFile(join(folder, "worker.mjs"), workerSource({ url: database.url, workerId }));
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
  it("kills what a worker leaves behind that was killed itself, and reports its death then", async () => {
    const worker = fork(join(folder, "worker.mjs"), {
      execArgv: ["--disable-warning=ExperimentalWarning"],
    });
    processes.push(worker);
    const [pid] = (await once(worker, "message")) as [number];
    expect(isThere(pid)).toBe(true);
    worker.kill("SIGKILL");
    await until("the death to be known", async () => {
      const row = await database.db.prisma.worker.findUniqueOrThrow({ where: { id: workerId } });
      return row.stoppedAt;
    });
    await until("the task's process to be gone", () => !isThere(pid));
  });

  it("kills them when the lease is not renewed any more, and none that was forgotten", async () => {
    // Far longer than a busy machine lets a renewal wait.
    const reaper = startReaper({ leaseMs: 5_000 });
    const [task, forgotten] = [startTask(), startTask()];
    reaper.watch(task.pid);
    reaper.watch(forgotten.pid);
    reaper.forget(forgotten.pid);
    const exited = once(task, "exit").then((how) => ({ how, at: performance.now() }));
    reaper.renew(0);
    // As of a worker that could not speak until now: the lease is nearly over.
    const renewedAt = performance.now();
    reaper.renew(3_000);
    const { how, at } = await exited;
    expect(how).toEqual([null, "SIGKILL"]);
    expect(at - renewedAt).toBeGreaterThan(1_900);
    expect(isThere(forgotten.pid)).toBe(true);
    await reaper.stop();
  });
});
