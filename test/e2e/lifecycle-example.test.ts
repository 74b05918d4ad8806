import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { beforeAll, describe, expect, inject, it } from "vitest";
import { openDatabase } from "#prisma/client.ts";
import { configure, runs, tasks } from "#sdk/index.ts";
import { root } from "#test/support/root.ts";
import { until } from "#test/support/until.ts";
import type { Workspace } from "#test/support/workspace.ts";
import { createWorkspace } from "#test/support/workspace.ts";
import { getTimeline } from "#worker/services/runs/get-timeline.ts";

const { url, databaseUrl } = inject("instance");
const folder = join(root, "sdk/templates/lifecycle");
const db = openDatabase(databaseUrl, { maxConnections: 2 });
let workspace: Workspace;

/** Deployed with the command that people have, into a project of its own. */
beforeAll(async () => {
  workspace = await createWorkspace(db);
  configure({ baseURL: url, secretKey: workspace.secretKey });
  const { PATH, HOME } = process.env;
  await promisify(execFile)(process.execPath, [join(root, "sdk/bin/pawl.js"), "deploy"], {
    cwd: folder,
    env: {
      NODE_ENV: "production",
      PATH,
      HOME,
      TRIGGER_PROJECT_REF: workspace.projectRef,
      TRIGGER_API_URL: url,
      TRIGGER_SECRET_KEY: workspace.secretKey,
    },
  });
  return () => db.close();
});

/** What the run printed so far, line by line. */
async function printed(runId: string): Promise<string[]> {
  const { events } = await getTimeline(workspace.ctx, runId, undefined);
  return events.flatMap((event) =>
    event.kind === "LOG" && event.level === "LOG" ? [event.message] : [],
  );
}

/** The block of the README that is named after this end. */
async function documented(ends: string): Promise<string[]> {
  const readme = await readFile(join(folder, "README.md"), "utf8");
  const [, block] = new RegExp(`\\n\`\`\`text ${ends}\\n(.*?)\\n\`\`\``, "s").exec(readme) ?? [];
  if (!block) throw new Error(`The README says nothing of a run that ends ${ends}.`);
  return block.split("\n");
}

describe("the example of every hook", () => {
  it.each(["well", "badly"])("prints what its README says of a run that ends %s", async (ends) => {
    const handle = await tasks.trigger("order", { ends });
    const run = await runs.poll(handle, { pollIntervalMs: 50 });
    expect(run.status).toBe(ends === "well" ? "COMPLETED" : "FAILED");
    expect(await printed(handle.id)).toEqual(await documented(ends));
  });

  it("prints what its README says of a run that is canceled", async () => {
    const handle = await tasks.trigger("order", { ends: "canceled" });
    const has = async (line: string) => (await printed(handle.id)).includes(line);
    await until("run to begin", () => has("task: run 1, init of task"));
    await runs.cancel(handle.id);
    await until("its end", () => has("global: middleware closes, local kept"));
    expect((await runs.retrieve(handle.id)).status).toBe("CANCELED");
    expect(await printed(handle.id)).toEqual(await documented("canceled"));
  });

  it("prints what its README says of a run that waits", async () => {
    const handle = await tasks.trigger("delivery", "Lisbon");
    const run = await runs.poll(handle, { pollIntervalMs: 50 });
    expect(run).toMatchObject({ status: "COMPLETED", output: 6, attemptCount: 1 });
    expect(await printed(handle.id)).toEqual(await documented("waiting"));
  });

  it("triggers an order with every option, which tags itself and keeps its metadata", async () => {
    const handle = await tasks.trigger("checkout", { ends: "well" });
    const checkout = await runs.poll(handle, { pollIntervalMs: 50 });
    expect(checkout.output).toMatch(/^run_/);
    const order = await runs.poll(String(checkout.output), { pollIntervalMs: 50 });
    expect(order).toMatchObject({
      status: "COMPLETED",
      attemptCount: 2,
      idempotencyKey: "the order",
      ttl: "5m",
      queue: "orders",
      concurrencyKey: handle.id,
      machine: "micro",
      version: checkout.version,
      relatedRuns: { parent: { id: handle.id } },
      metadata: { count: 2, steps: ["prepared", "worked"] },
    });
    expect([...order.tags].sort()).toEqual(["example", "from-checkout"]);
    expect(order.delayedUntil).toBeInstanceOf(Date);
    const refused = await tasks.trigger("checkout", { ends: "never" });
    expect(await runs.poll(refused, { pollIntervalMs: 50 })).toMatchObject({
      status: "FAILED",
      attemptCount: 1,
      error: { message: expect.stringContaining("ends has to be well, badly or canceled") },
    });
  });
});
