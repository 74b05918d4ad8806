import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { z } from "zod";

const schema = z.object({ pid: z.number(), url: z.string() });

export type Instance = z.infer<typeof schema>;

/** The Pawl that runs from this folder, if one does. A file left by one that was killed does not count. */
export function findInstance(directory: string): Instance | undefined {
  try {
    const instance = schema.parse(JSON.parse(readFileSync(pathOf(directory), "utf8")));
    return isAlive(instance.pid) ? instance : undefined;
  } catch {
    return undefined;
  }
}

/** Marks this process as the one that runs from this folder; returns how to take the mark away. */
export function claimInstance(directory: string, url: string): () => void {
  writeFileSync(pathOf(directory), JSON.stringify({ pid: process.pid, url }));
  return () => rmSync(pathOf(directory), { force: true });
}

/** Resolves to false when another program listens there. */
export function isPortFree(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(false));
    probe.listen(port, host, () => probe.close(() => resolve(true)));
  });
}

function pathOf(directory: string): string {
  return join(directory, "instance.json");
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it is there, and somebody else's.
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
  // A pid is used again after a reboot; what runs under it must be one of ours, where that can be seen.
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("worker/serve.ts");
  } catch {
    return true;
  }
}
