import {
  auth,
  batch,
  configure,
  idempotencyKeys,
  runs,
  schedules,
  tasks,
  wait,
} from "@trigger.dev/sdk";
import { beforeAll, describe, expect, inject, it } from "vitest";
import { until } from "#test/support/until.ts";

/** The client from the registry, unchanged, with nothing but another URL and key. */
const { url, secretKey } = inject("instance");

beforeAll(() => {
  configure({ baseURL: url, secretKey });
});

describe("the published client", () => {
  it("triggers a run and polls it to its end", async () => {
    const handle = await tasks.trigger("hello-world", { name: "Grace" }, { tags: ["from-client"] });
    expect(handle.id).toMatch(/^run_/);
    expect(handle.publicAccessToken.split(".")).toHaveLength(3);
    const run = await runs.poll(handle, { pollIntervalMs: 50 });
    expect(run).toMatchObject({
      id: handle.id,
      status: "COMPLETED",
      isSuccess: true,
      taskIdentifier: "hello-world",
      tags: ["from-client"],
      payload: { name: "Grace" },
    });
    expect(JSON.stringify(run.output)).toContain("Grace");
    expect(run.startedAt).toBeInstanceOf(Date);
    expect(run.delayedUntil).toBeUndefined();
  });

  it("uploads a large payload, alone and in a batch, and debounces", async () => {
    const name = "x".repeat(300_000);
    const handle = await tasks.trigger("hello-world", { name });
    const run = await runs.poll(handle, { pollIntervalMs: 50 });
    expect(run).toMatchObject({ status: "COMPLETED", payload: { name } });
    const { runs: items } = await batch.retrieve(
      (await tasks.batchTrigger("hello-world", [{ payload: { name } }])).batchId,
    );
    expect((await runs.poll(items[0] ?? "", { pollIntervalMs: 50 })).payload).toEqual({ name });
    const debounce = { key: `k-${Date.now()}`, delay: "1h" };
    const first = await tasks.trigger("hello-world", {}, { debounce });
    expect((await tasks.trigger("hello-world", {}, { debounce })).id).toBe(first.id);
  });

  it("gives the same run for the same idempotency key", async () => {
    const options = { idempotencyKey: `order-${Date.now()}` };
    const first = await tasks.trigger("hello-world", {}, options);
    const second = await tasks.trigger("hello-world", {}, options);
    expect(second.id).toBe(first.id);
    const { idempotencyKey } = options;
    await idempotencyKeys.reset("hello-world", idempotencyKey, { scope: "global" });
    const third = await tasks.trigger("hello-world", {}, options);
    expect(third.id).not.toBe(first.id);
  });

  it("retrieves a run with the public token of its handle", async () => {
    const handle = await tasks.trigger("hello-world", { name: "Token" });
    const response = await fetch(`${url}/api/v3/runs/${handle.id}`, {
      headers: {
        authorization: `Bearer ${handle.publicAccessToken}`,
        "x-trigger-api-version": "2025-07-16",
      },
    });
    expect(response.status).toBe(200);
    const other = await tasks.trigger("hello-world", { name: "Other" });
    const refused = await fetch(`${url}/api/v3/runs/${other.id}`, {
      headers: { authorization: `Bearer ${handle.publicAccessToken}` },
    });
    expect(refused.status).toBe(403);
  });

  it("triggers once with a token that works once, which is then refused", async () => {
    const accessToken = await auth.createTriggerPublicToken("hello-world");
    await auth.withAuth({ accessToken }, async () => {
      expect((await tasks.trigger("hello-world", { name: "once" })).id).toMatch(/^run_/);
      await expect(tasks.trigger("hello-world", { name: "twice" })).rejects.toMatchObject({
        status: 422,
      });
    });
    const forBatch = await auth.createBatchTriggerPublicToken("hello-world");
    await auth.withAuth({ accessToken: forBatch }, async () => {
      const items = [{ payload: { name: "a" } }, { payload: { name: "b" } }];
      expect(await tasks.batchTrigger("hello-world", items)).toMatchObject({ runCount: 2 });
      await expect(tasks.batchTrigger("hello-world", items)).rejects.toThrow(/already been used/);
    });
  });

  it("walks the list of runs page by page, and back", async () => {
    const tag = `page-${Date.now()}`;
    const ids: string[] = [];
    for (let i = 0; i < 5; i++)
      ids.push((await tasks.trigger("hello-world", { i }, { tags: [tag] })).id);
    const first = await runs.list({ tag, limit: 2 });
    expect(first.data.map((run) => run.id)).toEqual([ids[4], ids[3]]);
    const second = await first.getNextPage();
    expect(second.data.map((run) => run.id)).toEqual([ids[2], ids[1]]);
    const back = await second.getPreviousPage();
    expect(back.data.map((run) => run.id)).toEqual([ids[4], ids[3]]);
    const all: string[] = [];
    for await (const run of runs.list({ tag, limit: 2 })) all.push(run.id);
    expect(all).toEqual([...ids].reverse());
  });

  it("filters by status and task", async () => {
    const handle = await tasks.trigger("flaky", {});
    await runs.poll(handle, { pollIntervalMs: 50 });
    const page = await runs.list({ status: ["COMPLETED"], taskIdentifier: ["flaky"] });
    expect(page.data.map((run) => run.id)).toContain(handle.id);
    expect(
      page.data.every((run) => run.taskIdentifier === "flaky" && run.status === "COMPLETED"),
    ).toBe(true);
  });

  it("cancels a run, and canceling again changes nothing", async () => {
    const handle = await tasks.trigger("report", {});
    await runs.cancel(handle.id);
    await runs.cancel(handle.id);
    const run = await runs.poll(handle, { pollIntervalMs: 50 });
    expect(run).toMatchObject({ status: "CANCELED", isCancelled: true, isCompleted: true });
  });

  it("replays and delays", async () => {
    const delayed = await tasks.trigger("hello-world", { name: "Later" }, { delay: "1h" });
    expect(await runs.retrieve(delayed.id)).toMatchObject({
      status: "DELAYED",
      delayedUntil: expect.any(Date),
    });
    const moved = await runs.reschedule(delayed.id, { delay: "2h" });
    expect(moved.status).toBe("DELAYED");
    await runs.cancel(delayed.id);
    const again = await runs.replay(delayed.id);
    expect(await runs.poll(again.id, { pollIntervalMs: 50 })).toMatchObject({
      status: "COMPLETED",
    });
  });

  it("cancels and replays many runs at once", async () => {
    const tag = `bulk-${Date.now()}`;
    const handles = await Promise.all(
      [1, 2, 3].map(() => tasks.trigger("hello-world", {}, { delay: "1h", tags: [tag] })),
    );
    const cancel = await runs.bulk.cancel({ filter: { tag, status: "DELAYED" }, name: "all" });
    const canceled = await runs.bulk.poll(cancel.id, { pollIntervalMs: 50 });
    expect(canceled).toMatchObject({
      name: "all",
      type: "CANCEL",
      status: "COMPLETED",
      counts: { total: 3, success: 3, failure: 0 },
      completedAt: expect.any(Date),
    });
    const runIds = handles.map(({ id }) => id);
    const replay = await runs.bulk.replay({ runIds });
    await runs.bulk.poll(replay.id, { pollIntervalMs: 50 });
    const made = await runs.list({ bulkAction: replay.id });
    expect(made.data.map((run) => run.tags)).toEqual([[tag], [tag], [tag]]);
    expect((await runs.bulk.abort(replay.id)).id).toBe(replay.id);
    const page = await runs.bulk.list({ limit: 1 });
    expect(page.data.map(({ id }) => id)).toEqual([replay.id]);
    expect((await page.getNextPage()).data.map(({ id }) => id)).toEqual([cancel.id]);
    await expect(runs.bulk.retrieve("bulk_nothing")).rejects.toMatchObject({ status: 404 });
  });

  it("triggers a batch and retrieves it", async () => {
    const items = ["a", "b", "c"].map((name) => ({ payload: { name } }));
    const handle = await tasks.batchTrigger("hello-world", items);
    expect(handle).toMatchObject({ batchId: expect.stringMatching(/^batch_/), runCount: 3 });
    const retrieved = await batch.retrieve(handle.batchId);
    expect(retrieved.runs).toHaveLength(3);
    for (const id of retrieved.runs) {
      expect(await runs.poll(id, { pollIntervalMs: 50 })).toMatchObject({ status: "COMPLETED" });
    }
    expect((await batch.retrieve(handle.batchId)).status).toBe("COMPLETED");
  });

  it("follows a run, a tag and a batch", async () => {
    const tag = `follow-${Date.now()}`;
    const delayed = await tasks.trigger(
      "hello-world",
      { name: "Ada" },
      { tags: [tag], delay: "1h" },
    );
    const tagged = runs.subscribeToRunsWithTag(tag)[Symbol.asyncIterator]();
    const first = await tagged.next();
    expect(first.value).toMatchObject({ id: delayed.id, status: "DELAYED", tags: [tag] });
    const seen: string[] = [];
    const followed = (async () => {
      for await (const run of runs.subscribeToRun(delayed.id)) {
        seen.push(run.status);
        if (run.isCompleted) return run;
      }
      return undefined;
    })();
    await until("the subscription", () => seen.length > 0);
    await runs.reschedule(delayed.id, { delay: new Date(Date.now() + 300) });
    expect(await followed).toMatchObject({
      status: "COMPLETED",
      isSuccess: true,
      payload: { name: "Ada" },
      finishedAt: expect.any(Date),
    });
    expect(JSON.stringify((await followed)?.output)).toContain("Ada");
    expect(seen[0]).toBe("DELAYED");
    let last = await tagged.next();
    while (!last.done && !last.value.isCompleted) last = await tagged.next();
    expect(last.value).toMatchObject({ id: delayed.id, status: "COMPLETED" });
    await tagged.return?.();
    const { batchId } = await tasks.batchTrigger("hello-world", [
      { payload: { name: "a" } },
      { payload: { name: "b" } },
    ]);
    const ended = new Set<string>();
    for await (const run of runs.subscribeToBatch(batchId)) {
      if (run.isCompleted) ended.add(run.id);
      if (ended.size === 2) break;
    }
    const failing = await tasks.trigger("hello-world", {}, { delay: "1h" });
    await runs.cancel(failing.id);
    for await (const run of runs.subscribeToRun(failing.id)) {
      expect(run).toMatchObject({ status: "CANCELED", isCancelled: true });
    }
  });

  it("makes, completes, retrieves and lists tokens", async () => {
    const tag = `token-${Date.now()}`;
    const token = await wait.createToken({ timeout: "1h", tags: [tag], idempotencyKey: tag });
    expect(token).toMatchObject({ isCached: false, url: expect.stringContaining(url) });
    expect(await wait.createToken({ idempotencyKey: tag })).toMatchObject({
      id: token.id,
      isCached: true,
    });
    expect(await wait.retrieveToken(token)).toMatchObject({
      status: "WAITING",
      timeoutAt: expect.any(Date),
      idempotencyKey: tag,
    });
    // As a browser does, with nothing but the token's own key.
    const completed = await auth.withAuth(
      { baseURL: url, accessToken: token.publicAccessToken },
      () => wait.completeToken(token, { approved: true }),
    );
    expect(completed).toEqual({ success: true });
    expect(await wait.completeToken(token, { approved: false })).toEqual({ success: true });
    expect(await wait.retrieveToken(token)).toMatchObject({
      status: "COMPLETED",
      output: { approved: true },
      completedAt: expect.any(Date),
    });
    const other = await wait.createToken({ tags: [tag] });
    const body = JSON.stringify({ from: "outside" });
    const called = await fetch(other.url, { method: "POST", body });
    expect([called.status, await called.json()]).toEqual([200, { success: true }]);
    expect((await wait.retrieveToken(other.id)).output).toEqual({ from: "outside" });
    const listed: string[] = [];
    for await (const item of wait.listTokens({ tags: [tag], status: "COMPLETED", limit: 1 })) {
      listed.push(item.id);
    }
    expect(listed).toEqual([other.id, token.id]);
    await expect(wait.retrieveToken("waitpoint_none")).rejects.toMatchObject({ status: 404 });
  });

  it("makes, reads, changes, switches and deletes schedules", async () => {
    const deduplicationKey = `published-${Date.now()}`;
    const options = { task: "daily-digest", timezone: "America/New_York", deduplicationKey };
    const cron = "30 2 * * *";
    const made = await schedules.create({ ...options, cron, externalId: "customer_7" });
    expect(made).toMatchObject({
      type: "IMPERATIVE",
      active: true,
      timezone: "America/New_York",
      externalId: "customer_7",
      generator: { type: "CRON", expression: cron, description: "At 02:30" },
      nextRun: expect.any(Date),
    });
    const windowed = await schedules.create({ ...options, cron, window: "30m" });
    expect(windowed.id).toBe(made.id);
    expect(Number(windowed.nextRunEffectiveAt)).toBeGreaterThanOrEqual(Number(windowed.nextRun));
    expect(await schedules.retrieve(made.id)).toEqual(windowed);
    const updated = await schedules.update(made.id, { task: "daily-digest", cron: "0 9 L * *" });
    expect(updated).toMatchObject({ timezone: "UTC", deduplicationKey });
    expect((await schedules.deactivate(made.id)).nextRun).toBeUndefined();
    expect(await schedules.activate(made.id)).toMatchObject({ active: true });
    const all = [];
    for await (const schedule of schedules.list({ perPage: 1 })) all.push(schedule);
    expect(all.map(({ type }) => type)).toEqual(
      expect.arrayContaining(["DECLARATIVE", "IMPERATIVE"]),
    );
    const response = await fetch(`${url}/api/v1/schedules/${made.id}/run`, {
      method: "POST",
      headers: { authorization: `Bearer ${secretKey}` },
    });
    const { id } = (await response.json()) as { id: string };
    expect(await runs.poll(id, { pollIntervalMs: 50 })).toMatchObject({
      status: "COMPLETED",
      schedule: { id: made.id, deduplicationKey },
      output: { day: expect.stringMatching(/day$/) },
    });
    expect((await runs.list({ schedule: made.id })).data.map((run) => run.id)).toEqual([id]);
    expect(await schedules.del(made.id)).toEqual({ id: made.id });
    await expect(schedules.retrieve(made.id)).rejects.toMatchObject({ status: 404 });
    await expect(schedules.create({ ...options, cron: "0 25 * * *" })).rejects.toMatchObject({
      status: 422,
      message: expect.stringContaining("hour: 25"),
    });
    const { timezones } = await schedules.timezones({ excludeUtc: true });
    expect(timezones).toContain("Europe/Lisbon");
    expect(timezones).not.toContain("UTC");
  });

  it("gets the errors it knows", async () => {
    await expect(runs.retrieve("run_does_not_exist")).rejects.toMatchObject({
      name: "TriggerApiError",
      status: 404,
    });
    await expect(
      tasks.trigger("hello-world", {}, { tags: Array.from({ length: 11 }, (_, i) => `t${i}`) }),
    ).rejects.toMatchObject({
      status: 422,
      message: expect.stringContaining("10 tags"),
    });
    await expect(
      tasks.trigger(
        "hello-world",
        {},
        {},
        { clientConfig: { baseURL: url, accessToken: "tr_dev_wrongwrongwrongwrongwron" } },
      ),
    ).rejects.toMatchObject({ status: 401, message: expect.stringContaining("unknown") });
  });
});
