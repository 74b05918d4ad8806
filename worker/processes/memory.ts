import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";

const run = promisify(execFile);
/** Linux on every machine we build for; the kernel counts in pages. */
const PAGE_BYTES = 4096;
const MEGABYTE = 1024 * 1024;

/** Resident memory of a process and of all it has started, in megabytes; 0 when it is gone. */
export async function residentMb(pid: number): Promise<number> {
  return process.platform === "linux" ? residentOfTree(pid) : residentByPs(pid);
}

async function residentOfTree(pid: number): Promise<number> {
  const [own, children] = await Promise.all([
    readFile(`/proc/${pid}/statm`, "utf8").catch(() => ""),
    readFile(`/proc/${pid}/task/${pid}/children`, "utf8").catch(() => ""),
  ]);
  const pages = Number(own.split(" ")[1] ?? 0);
  const below = await Promise.all(
    children
      .split(" ")
      .filter(Boolean)
      .map((child) => residentOfTree(Number(child))),
  );
  return (pages * PAGE_BYTES) / MEGABYTE + below.reduce((sum, mb) => sum + mb, 0);
}

/** The process leads a group of its own, which `ps` can list. */
async function residentByPs(pid: number): Promise<number> {
  const { stdout } = await run("ps", ["-o", "rss=", "-g", String(pid)]).catch(() => ({
    stdout: "",
  }));
  const kilobytes = stdout.split("\n").map(Number);
  return kilobytes.reduce((sum, kb) => sum + (Number.isFinite(kb) ? kb : 0), 0) / 1024;
}

const EVERY_MS = 200;

/**
 * Looks at the memory of a process until it is told to stop, and says once when it is over the limit.
 * Node bounds its heap by itself; this finds buffers, native memory and child processes.
 */
export function watchMemory(
  pid: number,
  limitMb: number,
  onExceeded: (usedMb: number) => void,
): () => void {
  let isStopped = false;
  const look = async () => {
    const usedMb = await residentMb(pid);
    if (isStopped) return;
    if (usedMb > limitMb) onExceeded(usedMb);
    else timer = setTimeout(look, EVERY_MS).unref();
  };
  let timer = setTimeout(look, EVERY_MS).unref();
  return () => {
    isStopped = true;
    clearTimeout(timer);
  };
}
