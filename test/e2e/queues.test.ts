import { configure, queues, runs, tasks } from "@trigger.dev/sdk";
import { beforeAll, describe, expect, inject, it } from "vitest";
import { until } from "#test/support/until.ts";

/** The client from the registry, unchanged: what it sends and expects is the contract. */
const { url, secretKey } = inject("instance");
const hello = { type: "task", name: "hello-world" } as const;

beforeAll(() => {
  configure({ baseURL: url, secretKey });
});

async function whyWaiting(runId: string): Promise<{ summary: string; blockers: unknown[] }> {
  const response = await fetch(`${url}/api/v1/runs/${runId}/wait-reason`, {
    headers: { authorization: `Bearer ${secretKey}` },
  });
  return (await response.json()) as { summary: string; blockers: unknown[] };
}

describe("the published client's queues", () => {
  it("are listed, and found by task and by id", async () => {
    const names: string[] = [];
    for await (const queue of queues.list({ perPage: 1 })) names.push(queue.name);
    expect(names).toContain("hello-world");
    const byTask = await queues.retrieve(hello);
    expect(byTask).toMatchObject({ name: "hello-world", type: "task", paused: false });
    expect(await queues.retrieve(byTask.id)).toEqual(byTask);
    await expect(queues.retrieve("queue_1")).rejects.toMatchObject({ status: 404 });
    const slashed = queues.retrieve({ type: "custom", name: "task/hello-world" });
    expect(await slashed).toMatchObject({ id: byTask.id });
  });

  it("hold their runs back while they are paused, and say so", async () => {
    expect(await queues.pause(hello)).toMatchObject({ paused: true });
    try {
      const { id } = await tasks.trigger("hello-world", { name: "Paused" });
      const reason = await whyWaiting(id);
      expect(reason.summary).toMatch(/^Waits because queue “task\/hello-world” is paused since/);
      expect(reason.blockers).toMatchObject([{ kind: "QUEUE_PAUSED" }]);
      expect((await queues.retrieve(hello)).queued).toBeGreaterThanOrEqual(1);
      expect((await runs.retrieve(id)).status).toBe("QUEUED");
      expect(await queues.resume(hello)).toMatchObject({ paused: false });
      const run = await runs.poll(id, { pollIntervalMs: 50 });
      expect(run.status).toBe("COMPLETED");
      expect(await whyWaiting(id)).toMatchObject({ summary: "", blockers: [] });
    } finally {
      await queues.resume(hello);
    }
  });

  it("have limits that are overridden and reset", async () => {
    const overridden = await queues.overrideConcurrencyLimit(hello, 0);
    expect(overridden).toMatchObject({ concurrencyLimit: 0, concurrency: { override: 0 } });
    try {
      const { id } = await tasks.trigger("hello-world", { name: "Limited" });
      expect((await whyWaiting(id)).blockers).toMatchObject([{ kind: "QUEUE_LIMIT", limit: 0 }]);
      const reset = await queues.resetConcurrencyLimit(hello);
      expect(reset.concurrency).toMatchObject({ override: null });
      await until("the run", async () => (await runs.retrieve(id)).isCompleted);
    } finally {
      await queues.resetConcurrencyLimit(hello);
    }
  });
});
