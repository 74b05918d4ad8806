import { setTimeout as sleep } from "node:timers/promises";
import { insertBacklog } from "./backlog.ts";
import type { BenchDatabase } from "./bench-database.ts";
import { type BenchInstance, withInstance } from "./bench-instance.ts";
import { ms, percentile, printFigures } from "./figures.ts";
import { peerLatencies } from "./peer.ts";

const SAMPLES = 200;
const ROUNDS = 3;
const DELAYED = 1_000_000;

/** The first line of user code says when it ran; the machine is the same, so are the clocks. */
const FILES = {
  "trigger/stamp.ts": `
    import { task } from "@pawl/sdk";
    export const stamp = task({
      id: "stamp",
      run: async () => performance.timeOrigin + performance.now(),
    });
  `,
};

/**
 * Idle trigger over HTTP to the first line of user code in a warm process, against graphile-worker alone;
 * then the same with a million delayed runs in the database.
 */
export async function benchStartLatency(database: BenchDatabase): Promise<void> {
  await withInstance(database.url, FILES, async (instance) => {
    for (let i = 0; i < 20; i++) await latency(instance);
    const peer = await rounds(() => peerLatencies(database.url, SAMPLES));
    const empty = await rounds(() => pawlLatencies(instance));
    await insertBacklog(instance.workspace.ctx, {
      taskId: "stamp",
      count: DELAYED,
      isDelayed: true,
    });
    for (let i = 0; i < 20; i++) await latency(instance);
    const full = await rounds(() => pawlLatencies(instance));
    printFigures(`Trigger to the first line of user code, warm, ${SAMPLES} one by one`, [
      { name: "graphile-worker, p50", rounds: peer.p50, write: ms },
      { name: "graphile-worker, p99", rounds: peer.p99, write: ms },
      { name: "pawl, p50", rounds: empty.p50, write: ms, against: peer.p50 },
      { name: "pawl, p99", rounds: empty.p99, write: ms, against: peer.p99 },
    ]);
    printFigures(`The same with ${DELAYED.toLocaleString("en")} delayed runs, against none`, [
      { name: "pawl, p50", rounds: full.p50, write: ms, against: empty.p50 },
      { name: "pawl, p99", rounds: full.p99, write: ms, against: empty.p99 },
    ]);
  });
}

async function rounds(sample: () => Promise<number[]>): Promise<{ p50: number[]; p99: number[] }> {
  const figures = { p50: [] as number[], p99: [] as number[] };
  for (let round = 0; round < ROUNDS; round++) {
    const latencies = await sample();
    figures.p50.push(percentile(latencies, 0.5));
    figures.p99.push(percentile(latencies, 0.99));
  }
  return figures;
}

async function pawlLatencies(instance: BenchInstance): Promise<number[]> {
  const latencies: number[] = [];
  for (let i = 0; i < SAMPLES; i++) latencies.push(await latency(instance));
  return latencies;
}

async function latency({ call }: BenchInstance): Promise<number> {
  const sentAt = performance.timeOrigin + performance.now();
  const { id } = (await call("/api/v1/tasks/stamp/trigger", "{}")) as { id: string };
  // Asking at once and again would take the processor away from what is measured.
  for (;;) {
    await sleep(25);
    const run = (await call(`/api/v3/runs/${id}`)) as {
      isCompleted: boolean;
      output?: number;
      status: string;
    };
    if (!run.isCompleted) continue;
    if (run.output === undefined) throw new Error(`The run ended as ${run.status}.`);
    return run.output - sentAt;
  }
}
