/** Tasks that do to their process, and to those around it, what user code does on a bad day. */
export const TROUBLE_TASKS = `
  import { logger, task } from "@pawl/sdk";

  const retry = { maxAttempts: 1 };
  const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
  const MEGABYTE = 1024 * 1024;

  export const exits = task({ id: "exits", retry, run: async () => { process.exit(7); } });
  export const faults = task({ id: "faults", retry, run: async () => { process.kill(process.pid, "SIGSEGV"); await sleep(60_000); } });
  export const loops = task({ id: "loops", retry, maxDuration: 5, run: async () => { for (;;); } });
  export const eats = task({ id: "eats", retry, machine: "micro", run: async () => {
    const kept: Buffer[] = [];
    for (;;) { kept.push(Buffer.alloc(16 * MEGABYTE, 1)); await sleep(5); }
  } });
  export const heap = task({ id: "heap", retry, machine: "micro", run: async () => {
    const kept: number[][] = [];
    for (;;) { kept.push(new Array(200_000).fill(1)); await sleep(1); }
  } });
  export const floods = task({ id: "floods", retry, run: async ({ megabytes }: { megabytes: number }) => {
    const line = "x".repeat(1023) + "\\n";
    for (let i = 0; i < megabytes * 1024; i++) process.stdout.write(line);
    for (let i = 0; i < megabytes * 16; i++) console.log("y".repeat(64 * 1024));
    return "flooded";
  } });
  export const late = task({ id: "late", retry, run: async () => {
    setTimeout(() => { void Promise.reject(new Error("Too late")); }, 150);
    setTimeout(() => { throw new Error("Later still"); }, 200);
    return "returned";
  } });
  export const after = task({ id: "after", retry, run: async () => { await sleep(600); return process.pid; } });
  export const loud = task({ id: "loud", retry, run: async () => {
    logger.info("z".repeat(10 * MEGABYTE), { of: "w".repeat(10 * MEGABYTE) });
    throw new Error("e".repeat(10 * MEGABYTE));
  } });
  export const sits = task({ id: "sits", retry, run: async () => { await sleep(60_000); } });
  export const measures = task({ id: "measures", retry, run: async ({ text }: { text: string }) => text.length });
`;
