import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ENTRY_POINT } from "#sdk/cli/build/bundle.ts";
import { root as repositoryRoot } from "#test/support/root.ts";
import { TaskProcess } from "#worker/processes/task-process.ts";
import { ms, percentile, printTable } from "./figures.ts";
import { ATTEMPT, deployFolder, processOptions } from "./task-bundle.ts";

const SAMPLES = 15;

/** Says that it is ready and answers every attempt: what Node itself takes. */
const NODE_ALONE = `
  process.on("message", ({ attempt }) => process.send({
    type: "result", attemptId: attempt.id, result: { ok: true, outputType: "application/json" },
  }));
  process.send({ type: "ready", importedInMs: 0 });`;
const PLAIN = `
  import { task } from "@pawl/sdk";
  export const t = task({ id: "t", run: async () => {} });`;
const TRACED = `
  import { trace } from "@opentelemetry/api";
  import { task } from "@pawl/sdk";
  export const t = task({ id: "t", run: async () => trace.getTracer("t").startActiveSpan("s", (span) => span.end()) });`;
const SENT_ON = `
  import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
  import { HttpInstrumentation } from "@opentelemetry/instrumentation-http";
  import { UndiciInstrumentation } from "@opentelemetry/instrumentation-undici";
  export default { project: "proj_bench", telemetry: {
    exporters: [new OTLPTraceExporter({ url: "http://127.0.0.1:9/v1/traces" })],
    instrumentations: [new HttpInstrumentation(), new UndiciInstrumentation()],
  } };`;

/** A fresh process until it is ready, and until its first attempt is done: what telemetry adds to a cold start, and to whom. */
export async function benchStartCost(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "pawl-bench-"));
  try {
    const projects = await buildAll(folder);
    const took = projects.map(() => ({ ready: [] as number[], done: [] as number[] }));
    for (let sample = -1; sample < SAMPLES; sample++) {
      for (const [index, { path }] of projects.entries()) {
        const { ready, done } = await start(path);
        // The first round fills the caches of the disk.
        if (sample >= 0) took[index]?.ready.push(ready);
        if (sample >= 0) took[index]?.done.push(done);
      }
    }
    const rows = projects.map(({ name }, index) => {
      const ready = percentile(took[index]?.ready ?? [], 0.5);
      const done = percentile(took[index]?.done ?? [], 0.5);
      return { name, ready, done };
    });
    const plain = rows[1]?.done ?? Number.NaN;
    printTable(`A cold start, ${SAMPLES} of each in turn, p50`, [
      ["", "ready", "first attempt done", "ratio"],
      ...rows.map(({ name, ready, done }) => [
        name,
        ms(ready),
        ms(done),
        `${(done / plain).toFixed(2)}×`,
      ]),
    ]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function buildAll(folder: string): Promise<{ name: string; path: string }[]> {
  const alone = join(folder, "alone");
  await mkdir(alone);
  await writeFile(join(alone, ENTRY_POINT), NODE_ALONE);
  await symlink(join(repositoryRoot, "node_modules"), join(folder, "node_modules"));
  const build = (name: string, files: Record<string, string>) =>
    deployFolder(join(folder, name), files);
  return [
    { name: "Node alone", path: alone },
    { name: "no telemetry", path: await build("plain", { "trigger/t.ts": PLAIN }) },
    {
      name: "no telemetry, another task has it",
      path: await build("other", {
        "trigger/t.ts": PLAIN,
        "trigger/u.ts": TRACED.replace('id: "t"', 'id: "u"'),
      }),
    },
    {
      name: "@opentelemetry/api in the task",
      path: await build("api", { "trigger/t.ts": TRACED }),
    },
    {
      name: "an exporter, two instrumentations",
      path: await build("sent", { "trigger.config.ts": SENT_ON, "trigger/t.ts": PLAIN }),
    },
  ];
}

async function start(path: string): Promise<{ ready: number; done: number }> {
  const since = performance.now();
  const process = new TaskProcess(processOptions(path));
  await process.ready;
  const ready = performance.now() - since;
  const outcome = await process.execute(ATTEMPT, undefined, { onEvents: () => {} });
  const done = performance.now() - since;
  await process.stop();
  if (outcome.kind !== "RESULT" || !outcome.result.ok) throw new Error(JSON.stringify(outcome));
  return { ready, done };
}
